//! A tree as a Mermaid flow chart.

use crate::output::{Cell, Node};

/// The chart: every node a box, every edge from what rests to what it rests on.
pub(super) fn graph(tree: &[Node]) -> String {
    let mut lines = vec!["flowchart LR".to_owned()];
    let mut count = 0;
    for node in tree {
        draw(node, &mut count, &mut lines);
    }
    lines.join("\n") + "\n"
}

fn draw(node: &Node, count: &mut usize, lines: &mut Vec<String>) -> usize {
    let own = *count;
    *count += 1;
    let value = match &node.value {
        Cell::Text(text) | Cell::Decimal(text) => text.clone(),
        Cell::Integer(number) => number.to_string(),
        Cell::Undetermined { indicative } => indicative
            .as_ref()
            .map_or_else(|| "undetermined".to_owned(), |number| format!("~{number}")),
        Cell::Missing => String::new(),
    };
    let parts = [
        node.label.clone(),
        value,
        node.source.clone().unwrap_or_default(),
    ];
    let text: Vec<String> = parts
        .iter()
        .filter(|part| !part.is_empty())
        .map(|part| escaped(part))
        .collect();
    lines.push(format!("  n{own}[\"{}\"]", text.join("<br/>")));
    for child in &node.children {
        let below = draw(child, count, lines);
        lines.push(format!("  n{own} --> n{below}"));
    }
    own
}

/// Quotation marks and brackets end a label; Mermaid takes entities for them.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\n', " ")
}
