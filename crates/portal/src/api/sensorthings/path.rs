//! Resource paths: `Things('140100')/Datastreams`.

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) name: String,
    pub(super) id: Option<String>,
}

/// How many parts a path may have.
const LONGEST: usize = 12;

/// Reads a path; none where it is not one.
pub(super) fn read(path: &str) -> Option<Vec<Segment>> {
    let parts = path.trim_matches('/').split('/');
    let segments: Vec<Segment> = parts.map(segment).collect::<Option<_>>()?;
    (segments.len() <= LONGEST).then_some(segments)
}

/// `Things`, `Things('140100')`, `Things(140100)`.
fn segment(text: &str) -> Option<Segment> {
    let Some((name, rest)) = text.split_once('(') else {
        let whole = Segment {
            name: text.to_owned(),
            id: None,
        };
        return (!text.is_empty()).then_some(whole);
    };
    let inner = rest.strip_suffix(')')?;
    let quoted = inner
        .strip_prefix('\'')
        .and_then(|inner| inner.strip_suffix('\''));
    let id = quoted.map_or_else(|| inner.to_owned(), |inner| inner.replace("''", "'"));
    Some(Segment {
        name: name.to_owned(),
        id: Some(id).filter(|id| !id.is_empty()),
    })
}
