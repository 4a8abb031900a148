//! Plain text tables whose columns line up in a terminal, Chinese characters counting twice.

/// Renders rows under a header; every row has as many cells as the header.
pub(crate) fn render(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = header.iter().map(|cell| width(cell)).collect();
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            widths[column] = widths[column].max(width(cell));
        }
    }
    let mut text = line(header.iter().copied(), &widths);
    let rule: Vec<String> = widths.iter().map(|&wide| "─".repeat(wide)).collect();
    text.push_str(&line(rule.iter().map(String::as_str), &widths));
    for row in rows {
        text.push_str(&line(row.iter().map(String::as_str), &widths));
    }
    text
}

fn line<'a>(cells: impl Iterator<Item = &'a str>, widths: &[usize]) -> String {
    let mut text = String::new();
    for (cell, &wide) in cells.zip(widths) {
        text.push_str(cell);
        text.push_str(&" ".repeat(wide.saturating_sub(width(cell)) + 2));
    }
    let mut text = text.trim_end().to_owned();
    text.push('\n');
    text
}

/// Columns a text takes: characters of the CJK blocks and full-width forms take two.
fn width(text: &str) -> usize {
    text.chars()
        .map(|letter| match u32::from(letter) {
            0x1100..=0x115F
            | 0x2E80..=0xA4CF
            | 0xAC00..=0xD7A3
            | 0xF900..=0xFAFF
            | 0xFE30..=0xFE4F
            | 0xFF00..=0xFF60
            | 0xFFE0..=0xFFE6
            | 0x2_0000..=0x3_FFFD => 2,
            _ => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn chinese_cells_line_up_with_latin_ones() {
        let rows = vec![
            vec!["蓝天".to_owned(), "1".to_owned()],
            vec!["lantian".to_owned(), "2".to_owned()],
        ];
        let expected = "名       n\n───────  ─\n蓝天     1\nlantian  2\n";
        assert_eq!(render(&["名", "n"], &rows), expected);
    }
}
