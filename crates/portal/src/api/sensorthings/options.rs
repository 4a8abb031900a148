//! The options of a query: `$top`, `$skip`, `$count`, `$select`, `$expand`, `$filter`, `$orderby`, also within an
//! `$expand`. An option that is not known is refused, so that nobody takes an answer for what it is not.

use super::expression::{Expression, Path};
use super::words;
use crate::problem::Refusal;
use crate::reply::encoded_but;

/// How many are given unless asked otherwise, and at most.
const TOP: usize = 100;
const MOST: usize = 1000;
/// How many may be skipped.
const FARTHEST: usize = 1_000_000_000;
/// How deep links are expanded, and how many at one place.
const DEEPEST: usize = 4;
const WIDEST: usize = 10;

/// The options of a query.
#[derive(Clone, Debug)]
pub(super) struct Options {
    pub(super) top: usize,
    pub(super) skip: usize,
    pub(super) count: bool,
    /// Empty: all.
    pub(super) select: Vec<String>,
    pub(super) filter: Option<Expression>,
    pub(super) order: Vec<Order>,
    pub(super) expand: Vec<Expand>,
    /// The options but `$skip`, as they were written.
    pub(super) others: Vec<(String, String)>,
}

/// One key of an order.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) path: Path,
    pub(super) descending: bool,
}

/// A link to expand.
#[derive(Clone, Debug)]
pub(super) struct Expand {
    pub(super) link: String,
    pub(super) options: Options,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            top: TOP,
            skip: 0,
            count: false,
            select: Vec::new(),
            filter: None,
            order: Vec::new(),
            expand: Vec::new(),
            others: Vec::new(),
        }
    }
}

/// Reads the options of an address.
pub(super) fn read(query: &str) -> Result<Options, Refusal> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let mut decoded = Vec::new();
    for pair in pairs {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let bad = || Refusal::bad("query", pair);
        let decode = |text: &str| percent_decoded(text).ok_or_else(bad);
        decoded.push((decode(name)?, decode(value)?));
    }
    of(decoded, 0)
}

/// Options from pairs; `lang` chooses the language and is no option of the standard.
fn of(pairs: Vec<(String, String)>, depth: usize) -> Result<Options, Refusal> {
    let mut options = Options::default();
    for (name, value) in pairs {
        let bad = || Refusal::bad(&name, &value);
        match name.as_str() {
            "$top" => options.top = value.parse::<usize>().map_err(|_error| bad())?.min(MOST),
            "$skip" => {
                let skip = value.parse().ok().filter(|skip| *skip <= FARTHEST);
                options.skip = skip.ok_or_else(bad)?;
            }
            "$count" => options.count = value.parse().map_err(|_error| bad())?,
            "$select" => options.select = names(&value).ok_or_else(bad)?,
            "$filter" => options.filter = Some(words::read(&value)?),
            "$orderby" => options.order = order(&value).ok_or_else(bad)?,
            "$expand" => options.expand = expand(&value, depth)?,
            "lang" => {}
            _ => return Err(bad()),
        }
        if name != "$skip" {
            options.others.push((name, value));
        }
    }
    Ok(options)
}

fn names(text: &str) -> Option<Vec<String>> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "@._/".contains(c);
    let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
    let fits = |name: &String| !name.is_empty() && name.chars().all(plain);
    names.iter().all(fits).then_some(names)
}

fn order(text: &str) -> Option<Vec<Order>> {
    let one = |key: &str| {
        let mut parts = key.split_whitespace();
        let path = names(parts.next()?)?.pop()?;
        let descending = match parts.next().map(str::to_ascii_lowercase).as_deref() {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(_) => return None,
        };
        parts.next().is_none().then(|| Order {
            path: path.split('/').map(str::to_owned).collect(),
            descending,
        })
    };
    text.split(',').map(one).collect()
}

/// `Datastreams($top=1;$expand=Observations),Locations`, `Datastreams/Observations`.
fn expand(text: &str, depth: usize) -> Result<Vec<Expand>, Refusal> {
    let bad = || Refusal::bad("$expand", text);
    let all = parts(text, ',').ok_or_else(bad)?;
    if depth >= DEEPEST || all.len() > WIDEST {
        return Err(bad());
    }
    let mut expands: Vec<Expand> = Vec::new();
    for part in all {
        let (path, inner) = match part.split_once('(') {
            Some((path, inner)) => (path, inner.strip_suffix(')').ok_or_else(bad)?),
            None => (part, ""),
        };
        let (link, further) = match path.trim().split_once('/') {
            Some((link, further)) => (link, Some(further)),
            None => (path.trim(), None),
        };
        let pairs = match further {
            // The options in brackets belong to the last link of the path.
            Some(further) if inner.is_empty() => vec![within(further)],
            Some(further) => vec![within(&format!("{further}({inner})"))],
            None => pairs(inner).ok_or_else(bad)?,
        };
        let options = of(pairs, depth + 1)?;
        match expands.iter_mut().find(|expand| expand.link == link) {
            // `Datastreams/Sensor,Datastreams/Observations` is one link with two below it.
            Some(same) => same.options.expand.extend(options.expand),
            None => expands.push(Expand {
                link: link.to_owned(),
                options,
            }),
        }
    }
    Ok(expands)
}

fn within(text: &str) -> (String, String) {
    ("$expand".to_owned(), text.to_owned())
}

/// `$top=1;$select=name`.
fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        Some((name.trim().to_owned(), value.to_owned()))
    };
    let written = parts(text, ';')?
        .into_iter()
        .filter(|pair| !pair.trim().is_empty());
    written.map(pair).collect()
}

/// The parts between separators that stand outside of brackets and apostrophes.
fn parts(text: &str, separator: char) -> Option<Vec<&str>> {
    let (mut depth, mut quoted, mut from) = (0_usize, false, 0);
    let mut parts = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '\'' => quoted = !quoted,
            _ if quoted => {}
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            _ if c == separator && depth == 0 => {
                parts.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    (depth == 0 && !quoted).then_some(parts)
}

/// A part of an address without its escapes; none where they make no text.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let pair = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// A part of an address with its escapes.
pub(super) fn percent_encoded(text: &str) -> String {
    encoded_but(text, "$/:()',@")
}

impl Options {
    /// The same where nothing but addresses is wanted.
    pub(super) fn addresses(&self) -> Self {
        Self {
            select: vec!["@iot.selfLink".to_owned()],
            expand: Vec::new(),
            ..self.clone()
        }
    }

    /// The address of the next page.
    pub(super) fn next(&self, address: &str) -> String {
        let skip = format!("$skip={}", self.skip + self.top);
        let mut pairs = vec![skip];
        pairs.extend(
            self.others.iter().map(|(name, value)| {
                format!("{}={}", percent_encoded(name), percent_encoded(value))
            }),
        );
        format!("{address}?{}", pairs.join("&"))
    }
}
