//! The TOML form of regions and zones, and the fault that names file and entry when a file is wrong.

use serde::Deserialize;
use toml::value::{Date as Day, Datetime};

/// What is wrong in a data file, and where.
#[derive(Debug, thiserror::Error)]
#[error("standards/{file}: {entry}: {problem}")]
pub(crate) struct Fault {
    file: String,
    entry: String,
    problem: Problem,
}

/// What is wrong with an entry.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error("{message}")]
    Form { message: String },
    #[error("\"{text}\" is not a six-digit code")]
    NotACode { text: String },
    #[error("`{key}` is empty")]
    Blank { key: &'static str },
    #[error("the citation is missing: `source` needs document and clause")]
    NoCitation,
    #[error("`{key}` is not a plain date, such as 2019-01-01")]
    NotADate { key: &'static str },
    #[error("`until` {until} is not after `since` {since}")]
    WrongOrder { since: Day, until: Day },
    #[error("the code stands already in {first}")]
    DuplicateCode { first: String },
    #[error("the successor {successor} is no region")]
    UnknownSuccessor { successor: u32 },
    #[error("neither the city nor the province of this code is a region")]
    NoParent,
    #[error("no region has this code")]
    UnknownMember,
    #[error("the region of this code is {zh}")]
    WrongName { zh: String },
    #[error("its days overlap an earlier entry of the same code")]
    Overlap,
    #[error("includes the zone {id}, which does not exist or itself includes zones")]
    UnknownZone { id: String },
}

impl Fault {
    pub(crate) fn new(file: &str, entry: &str, problem: Problem) -> Self {
        Self {
            file: file.to_owned(),
            entry: entry.to_owned(),
            problem,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) document: String,
    pub(crate) clause: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    #[default]
    Confirmed,
    Assumed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionFile {
    source: Source,
    regions: Vec<RegionRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionRow {
    code: String,
    zh: String,
    short: String,
    en: String,
    #[serde(default)]
    aliases: Vec<String>,
    since: Option<Datetime>,
    until: Option<Datetime>,
    successor: Option<String>,
    note: Option<String>,
    #[serde(default)]
    state: State,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ZoneFile {
    zh: String,
    en: String,
    state: State,
    source: Source,
    since: Datetime,
    until: Option<Datetime>,
    note: Option<String>,
    #[serde(default)]
    includes: Vec<String>,
    #[serde(default)]
    members: Vec<MemberRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberRow {
    code: String,
    zh: String,
    since: Option<Datetime>,
    until: Option<Datetime>,
}

/// A region as its file states it.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    pub(crate) file: String,
    pub(crate) code: u32,
    pub(crate) zh: String,
    pub(crate) short: String,
    pub(crate) en: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) span: Span,
    pub(crate) successor: Option<u32>,
    pub(crate) note: Option<String>,
    pub(crate) state: State,
    pub(crate) source: Source,
}

/// Half-open days.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) since: Option<Day>,
    pub(crate) until: Option<Day>,
}

/// A zone as its file states it.
#[derive(Clone, Debug)]
pub(crate) struct Zone {
    pub(crate) file: String,
    pub(crate) id: String,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) state: State,
    pub(crate) source: Source,
    pub(crate) since: Day,
    pub(crate) until: Option<Day>,
    pub(crate) note: Option<String>,
    pub(crate) includes: Vec<String>,
    pub(crate) members: Vec<Member>,
}

/// A membership as its file states it.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) code: u32,
    pub(crate) zh: String,
    pub(crate) since: Day,
    pub(crate) until: Option<Day>,
}

/// Reads one file of regions.
pub(crate) fn regions(name: &str, text: &str) -> Result<Vec<Region>, Fault> {
    let file = format!("regions/{name}");
    let content: RegionFile = parse(&file, text)?;
    cited(&content.source).map_err(|problem| Fault::new(&file, "source", problem))?;
    let source = &content.source;
    let read = |row: RegionRow| {
        let entry = format!("{} {}", row.code, row.zh);
        region(&file, row, source).map_err(|problem| Fault::new(&file, &entry, problem))
    };
    content.regions.into_iter().map(read).collect()
}

fn region(file: &str, row: RegionRow, source: &Source) -> Result<Region, Problem> {
    filled("zh", &row.zh)?;
    filled("short", &row.short)?;
    filled("en", &row.en)?;
    let span = Span {
        since: day("since", row.since)?,
        until: day("until", row.until)?,
    };
    ordered(span)?;
    Ok(Region {
        file: file.to_owned(),
        code: code(&row.code)?,
        zh: row.zh,
        short: row.short,
        en: row.en,
        aliases: row.aliases,
        span,
        successor: row.successor.as_deref().map(code).transpose()?,
        note: row.note,
        state: row.state,
        source: source.clone(),
    })
}

/// Reads one file of a zone; the name of the file is the id.
pub(crate) fn zone(name: &str, text: &str) -> Result<Zone, Fault> {
    let file = format!("zones/{name}");
    let content: ZoneFile = parse(&file, text)?;
    let id = name.trim_end_matches(".toml").to_owned();
    let fault = |problem| Fault::new(&file, "header", problem);
    cited(&content.source).map_err(fault)?;
    filled("zh", &content.zh)
        .and_then(|()| filled("en", &content.en))
        .map_err(fault)?;
    let since = day("since", Some(content.since)).map_err(fault)?;
    let until = day("until", content.until).map_err(fault)?;
    ordered(Span { since, until }).map_err(fault)?;
    let since = since.ok_or_else(|| fault(Problem::NotADate { key: "since" }))?;
    let read = |row: MemberRow| {
        let entry = format!("{} {}", row.code, row.zh);
        member(row, since, until).map_err(|problem| Fault::new(&file, &entry, problem))
    };
    let members = content
        .members
        .into_iter()
        .map(read)
        .collect::<Result<_, _>>()?;
    let ZoneFile {
        zh,
        en,
        state,
        source,
        note,
        includes,
        ..
    } = content;
    Ok(Zone {
        file: file.clone(),
        id,
        zh,
        en,
        state,
        source,
        since,
        until,
        note,
        includes,
        members,
    })
}

fn member(row: MemberRow, since: Day, until: Option<Day>) -> Result<Member, Problem> {
    let since = day("since", row.since)?.unwrap_or(since);
    let until = day("until", row.until)?.or(until);
    ordered(Span {
        since: Some(since),
        until,
    })?;
    Ok(Member {
        code: code(&row.code)?,
        zh: row.zh,
        since,
        until,
    })
}

fn parse<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, Fault> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().map_or("", |span| &text[..span.start]);
        let entry = format!("line {}", before.matches('\n').count() + 1);
        Fault::new(
            file,
            &entry,
            Problem::Form {
                message: error.message().to_owned(),
            },
        )
    })
}

fn cited(source: &Source) -> Result<(), Problem> {
    if source.document.trim().is_empty() || source.clause.trim().is_empty() {
        return Err(Problem::NoCitation);
    }
    Ok(())
}

fn filled(key: &'static str, text: &str) -> Result<(), Problem> {
    if text.trim().is_empty() {
        Err(Problem::Blank { key })
    } else {
        Ok(())
    }
}

fn code(text: &str) -> Result<u32, Problem> {
    let refuse = || Problem::NotACode {
        text: text.to_owned(),
    };
    if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) || text.starts_with('0') {
        return Err(refuse());
    }
    text.parse().ok().ok_or_else(refuse)
}

fn day(key: &'static str, stated: Option<Datetime>) -> Result<Option<Day>, Problem> {
    match stated {
        None => Ok(None),
        Some(Datetime {
            date: Some(date),
            time: None,
            offset: None,
        }) => Ok(Some(date)),
        Some(_) => Err(Problem::NotADate { key }),
    }
}

fn ordered(span: Span) -> Result<(), Problem> {
    match (span.since, span.until) {
        (Some(since), Some(until)) if until <= since => Err(Problem::WrongOrder { since, until }),
        _ => Ok(()),
    }
}
