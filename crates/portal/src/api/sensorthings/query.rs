//! Observations from the lake: the latest known value of each hour, filtered, ordered and paged by the SQL engine.
//!
//! Only numbers, moments and texts of the catalogue go into a statement, each written here; no word of a question does.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use answer::output::{Cell, from_batches};
use answer::rows::plain;
use jiff::tz::offset;
use jiff::{SignedDuration, Timestamp};
use units::HourEnding;

use super::catalogue::Catalogue;
use super::expression::{Comparison, Expression, Function, Literal};
use super::observed::{OFFSET, Observed};
use super::options::{Options, Order};
use crate::portal::Portal;
use crate::problem::Refusal;

const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// What every order ends with, so that pages do not overlap.
const LAST: &str = "site, item, stage, state, hour";

/// What observations are gathered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Per {
    Stream,
    Site,
}

/// Observations of one datastream or site, and how many there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Gathered {
    pub(super) rows: Vec<Observed>,
    pub(super) total: u64,
}

/// Observations of datastreams together, and how many there are if that was asked.
pub(super) async fn together(
    portal: &Portal,
    catalogue: &Catalogue,
    streams: &[usize],
    options: &Options,
) -> Result<(Vec<Observed>, Option<u64>), Refusal> {
    let Some(values) = values(catalogue, streams, options)? else {
        return Ok((Vec::new(), options.count.then_some(0)));
    };
    let statement = format!(
        "SELECT {COLUMNS} FROM ({values}) ORDER BY {} LIMIT {} OFFSET {}",
        order(&options.order)?,
        options.top + 1,
        options.skip,
    );
    let rows = run(portal, &statement).await?;
    let rows = rows
        .iter()
        .filter_map(|row| observed(catalogue, row))
        .collect();
    let total = if options.count {
        let counted = run(portal, &format!("SELECT count(*) FROM ({values})")).await?;
        let count = counted.first().and_then(|row| row.first()).map(number);
        count.flatten().and_then(|count| u64::try_from(count).ok())
    } else {
        None
    };
    Ok((rows, total))
}

/// Observations of each datastream or site, in one statement.
pub(super) async fn apart(
    portal: &Portal,
    catalogue: &Catalogue,
    streams: &[usize],
    per: Per,
    options: &Options,
) -> Result<BTreeMap<String, Gathered>, Refusal> {
    let Some(values) = values(catalogue, streams, options)? else {
        return Ok(BTreeMap::new());
    };
    let by = match per {
        Per::Stream => "site, item, stage, state",
        Per::Site => "site",
    };
    let order = order(&options.order)?;
    let statement = format!(
        "SELECT {COLUMNS}, total FROM (SELECT *, \
         row_number() OVER (PARTITION BY {by} ORDER BY {order}) AS place, \
         count(*) OVER (PARTITION BY {by}) AS total FROM ({values})) \
         WHERE place > {} AND place <= {} ORDER BY {by}, place",
        options.skip,
        options.skip + options.top,
    );
    let mut found: BTreeMap<String, Gathered> = BTreeMap::new();
    for row in run(portal, &statement).await? {
        let Some(seen) = observed(catalogue, &row) else {
            continue;
        };
        let stream = &catalogue.streams[seen.stream];
        let key = match per {
            Per::Stream => &stream.id,
            Per::Site => &stream.thing,
        };
        let some = found.entry(key.clone()).or_default();
        let total = row
            .last()
            .and_then(number)
            .and_then(|total| u64::try_from(total).ok());
        some.total = total.unwrap_or(0);
        some.rows.push(seen);
    }
    Ok(found)
}

/// One observation.
pub(super) async fn one(
    portal: &Portal,
    catalogue: &Catalogue,
    stream: usize,
    hour: HourEnding,
) -> Result<Option<Observed>, Refusal> {
    let micros = (hour.number() - i64::from(OFFSET)).saturating_mul(3_600_000_000);
    let Ok(end) = Timestamp::from_microsecond(micros) else {
        return Ok(None);
    };
    let path = vec!["resultTime".to_owned()];
    let options = Options {
        top: 1,
        filter: Some(Expression::Compare(
            path,
            Comparison::Equal,
            Literal::Moment(end),
        )),
        ..Options::default()
    };
    let (rows, _) = together(portal, catalogue, &[stream], &options).await?;
    Ok(rows.into_iter().next())
}

const COLUMNS: &str = "site, item, stage, state, CAST(hour AS BIGINT) AS hour, value, CAST(known_at AS BIGINT), kind, source";

async fn run(portal: &Portal, statement: &str) -> Result<Vec<Vec<Cell>>, Refusal> {
    let batches = portal
        .lake()
        .query(statement, portal.settings().query)
        .await?;
    Ok(from_batches(batches)?.rows)
}

fn number(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Integer(number) => Some(*number),
        _ => None,
    }
}

fn observed(catalogue: &Catalogue, row: &[Cell]) -> Option<Observed> {
    let [
        site,
        item,
        stage,
        state,
        hour,
        value,
        known_at,
        kind,
        source,
        ..,
    ] = row
    else {
        return None;
    };
    let thing = super::catalogue::id_of(&plain(site));
    let id = format!("{thing}.{}.{}-{}", plain(item), plain(stage), plain(state));
    Some(Observed {
        stream: catalogue.stream(&id)?,
        hour: HourEnding::from_number(number(hour)?.div_euclid(3_600_000_000)),
        value: plain(value).parse().ok()?,
        known_at: number(known_at)?,
        kind: plain(kind),
        source: plain(source),
    })
}

/// The values as a table: site, item, stage, state, hour, value, `known_at`, kind, source. None without a datastream.
fn values(
    catalogue: &Catalogue,
    streams: &[usize],
    options: &Options,
) -> Result<Option<String>, Refusal> {
    let (mut early, mut late) = (vec!["TRUE".to_owned()], vec!["TRUE".to_owned()]);
    for part in options.filter.iter().flat_map(Expression::conjuncts) {
        let of_time = |path: &&super::expression::Path| matches!(&path[..], [name] if name == "phenomenonTime" || name == "resultTime");
        let timely = part.paths().iter().all(of_time);
        let list = if timely { &mut early } else { &mut late };
        list.push(condition(catalogue, part)?);
    }
    let (early, late) = (early.join(" AND "), late.join(" AND "));
    let mut wanted: BTreeMap<(usize, &str, &str), BTreeSet<&str>> = BTreeMap::new();
    for stream in streams
        .iter()
        .filter_map(|place| catalogue.streams.get(*place))
    {
        let key = (stream.item, stream.stage.as_str(), stream.state.as_str());
        wanted.entry(key).or_default().insert(&stream.site);
    }
    let tables = wanted.into_iter().map(|((item, stage, state), sites)| {
        let column = &super::catalogue::vocabulary().items[item].id;
        let all = catalogue.streams_where(|stream| {
            stream.item == item && stream.stage == stage && stream.state == state
        });
        let mut place = String::new();
        if all.len() > sites.len() {
            let sites: Vec<String> = sites.iter().map(|site| quoted(site)).collect();
            let _ = write!(place, "AND site IN ({}) ", sites.join(", "));
        }
        // A later value prevails over an earlier one even where it says that there is none.
        format!(
            "SELECT site, '{column}' AS item, stage, state, hour, CAST({column} AS DOUBLE) AS value, known_at, kind, \
             source FROM (SELECT site, stage, state, hour, {column}, known_at, kind, source FROM observation_hour \
             WHERE stage = {} AND state = {} {place}AND {early} \
             QUALIFY row_number() OVER (PARTITION BY site, hour \
             ORDER BY known_at DESC, source DESC, \"row\" DESC) = 1) WHERE {column} IS NOT NULL",
            quoted(stage),
            quoted(state),
        )
    });
    let tables: Vec<String> = tables.collect();
    if tables.is_empty() {
        return Ok(None);
    }
    Ok(Some(format!(
        "SELECT * FROM ({}) WHERE {late}",
        tables.join(" UNION ALL ")
    )))
}

fn order(keys: &[Order]) -> Result<String, Refusal> {
    let mut text = String::new();
    for key in keys {
        let direction = if key.descending { "DESC" } else { "ASC" };
        let path = key.path.join("/");
        let columns: &[&str] = match path.as_str() {
            "phenomenonTime" | "resultTime" => &["hour"],
            "result" => &["value"],
            "id" | "@iot.id" => &["site", "item", "stage", "state", "hour"],
            "Datastream/id" | "Datastream/@iot.id" => &["site", "item", "stage", "state"],
            _ => return Err(Refusal::bad("$orderby", path)),
        };
        for column in columns {
            let _ = write!(text, "{column} {direction}, ");
        }
    }
    Ok(text + LAST)
}

/// A condition on an observation's own properties.
fn condition(catalogue: &Catalogue, expression: &Expression) -> Result<String, Refusal> {
    let both = |left, sign, right| -> Result<String, Refusal> {
        Ok(format!(
            "({} {sign} {})",
            condition(catalogue, left)?,
            condition(catalogue, right)?
        ))
    };
    match expression {
        Expression::And(left, right) => both(left, "AND", right),
        Expression::Or(left, right) => both(left, "OR", right),
        Expression::Not(inner) => Ok(format!("(NOT {})", condition(catalogue, inner)?)),
        Expression::Compare(path, comparison, literal) => {
            compared(catalogue, &path.join("/"), *comparison, literal)
        }
        Expression::Call(function, path, literal) => called(*function, &path.join("/"), literal),
    }
}

fn compared(
    catalogue: &Catalogue,
    path: &str,
    comparison: Comparison,
    literal: &Literal,
) -> Result<String, Refusal> {
    let sign = comparison.sign();
    let text = match (path, literal) {
        ("result", Literal::Number(number)) => format!("value {sign} CAST('{number:e}' AS DOUBLE)"),
        ("phenomenonTime", Literal::Moment(moment)) => match comparison {
            Comparison::Less | Comparison::LessOrEqual => format!("hour <= {}", civil(*moment)),
            Comparison::Greater => format!("hour > {}", civil(later(*moment))),
            Comparison::GreaterOrEqual => format!("hour >= {}", civil(later(*moment))),
            Comparison::Equal => "FALSE".to_owned(),
            Comparison::Unequal => "TRUE".to_owned(),
        },
        ("phenomenonTime", Literal::Span(start, end)) => {
            let an_hour = end.duration_since(*start) == HOUR;
            match comparison {
                Comparison::Less | Comparison::LessOrEqual => format!("hour <= {}", civil(*start)),
                Comparison::Greater | Comparison::GreaterOrEqual => {
                    format!("hour >= {}", civil(later(*end)))
                }
                Comparison::Equal if an_hour => format!("hour = {}", civil(*end)),
                Comparison::Unequal if an_hour => format!("hour <> {}", civil(*end)),
                Comparison::Equal => "FALSE".to_owned(),
                Comparison::Unequal => "TRUE".to_owned(),
            }
        }
        ("resultTime", Literal::Moment(moment)) => format!("hour {sign} {}", civil(*moment)),
        ("id" | "@iot.id", Literal::Text(id)) => {
            let Some(same) = same(catalogue, id) else {
                return Ok(if comparison == Comparison::Unequal {
                    "TRUE"
                } else {
                    "FALSE"
                }
                .to_owned());
            };
            match comparison {
                Comparison::Equal => same,
                Comparison::Unequal => format!("(NOT {same})"),
                _ => return Err(Refusal::bad("$filter", path)),
            }
        }
        (_, Literal::Null) => match comparison {
            Comparison::Equal => "FALSE".to_owned(),
            _ => "TRUE".to_owned(),
        },
        _ => return Err(Refusal::bad("$filter", path)),
    };
    Ok(text)
}

fn called(function: Function, path: &str, literal: &Literal) -> Result<String, Refusal> {
    let text = match (path, function, literal) {
        ("phenomenonTime", Function::Before, Literal::Moment(moment)) => {
            format!("hour <= {}", civil(*moment))
        }
        ("phenomenonTime", Function::After, Literal::Moment(moment)) => {
            format!("hour > {}", civil(later(*moment)))
        }
        ("phenomenonTime", Function::During, Literal::Span(start, end)) => {
            format!(
                "(hour >= {} AND hour <= {})",
                civil(later(*start)),
                civil(*end)
            )
        }
        ("resultTime", Function::Before, Literal::Moment(moment)) => {
            format!("hour < {}", civil(*moment))
        }
        ("resultTime", Function::After, Literal::Moment(moment)) => {
            format!("hour > {}", civil(*moment))
        }
        ("resultTime", Function::During, Literal::Span(start, end)) => {
            format!("(hour >= {} AND hour <= {})", civil(*start), civil(*end))
        }
        _ => return Err(Refusal::bad("$filter", path)),
    };
    Ok(text)
}

/// The condition that an observation is the one of an id.
fn same(catalogue: &Catalogue, id: &str) -> Option<String> {
    let (place, hour) = Observed::of_id(catalogue, id)?;
    let stream = &catalogue.streams[place];
    let micros = (hour.number() - i64::from(OFFSET)).saturating_mul(3_600_000_000);
    let end = Timestamp::from_microsecond(micros).ok()?;
    Some(format!(
        "(site = {} AND item = {} AND stage = {} AND state = {} AND hour = {})",
        quoted(&stream.site),
        quoted(&stream.item().id),
        quoted(&stream.stage),
        quoted(&stream.state),
        civil(end),
    ))
}

fn later(moment: Timestamp) -> Timestamp {
    moment.saturating_add(HOUR).unwrap_or(moment)
}

/// A moment as the lake's civil time; one that no archive reaches is brought near, where it compares the same.
fn civil(moment: Timestamp) -> String {
    let bound = |year: i16| {
        let day = jiff::civil::date(year, 1, 1).at(0, 0, 0, 0);
        offset(OFFSET)
            .to_timestamp(day)
            .unwrap_or(Timestamp::UNIX_EPOCH)
    };
    let near = moment.clamp(bound(1900), bound(2200));
    format!("TIMESTAMP '{}'", offset(OFFSET).to_datetime(near))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
