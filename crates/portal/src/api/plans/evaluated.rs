//! Evaluations of plans, each made once for a day, a replay and a state of the stores, and shared by all that shows it.

use std::sync::Arc;

use answer::plan::question::{self, Question};
use answer::words::Language;
use jiff::Timestamp;
use plan::Plan;
use plan::air::Replay;
use plan::facts::{self, Derived, Request};
use plan::finding::Evaluation;
use plan::lists::{EntityList, Wanted, list_entities};
use serde::Deserialize;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use units::Day;
use utoipa::IntoParams;

use crate::memo::Memo;
use crate::portal::Portal;
use crate::problem::Refusal;

/// Evaluations and lists that are kept: each holds the registers it read.
const KEPT: u64 = 4;
const LISTS: u64 = 16;

/// The review stage of the observations that judge, as on the command line.
const STAGE: &str = "live";

/// The first year that a day of evaluation may be of; the last is this one.
const FIRST_YEAR: i16 = 1990;

/// Of when a plan is judged.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct When {
    /// The day of evaluation, `2025-11-23`; unless named, the example's day if the portal shows one, else today.
    pub(crate) as_of: Option<String>,
    /// Facts of one year that stand for another, `2016=2025`; `none` for none. Unless named, the example's.
    pub(crate) replay: Option<String>,
}

impl When {
    /// The plan judged then.
    pub(crate) async fn evaluated(
        &self,
        portal: &Portal,
        plan: &str,
    ) -> Result<Arc<Evaluated>, Refusal> {
        evaluated(portal, plan, self.as_of.as_deref(), self.replay.as_deref()).await
    }
}

/// An evaluation and what it was made from.
pub(crate) struct Evaluated {
    /// The plan, its facts and what was asked.
    pub(crate) question: Question,
    /// What rules and statements made of the facts.
    pub(crate) derived: Derived,
    /// What was found.
    pub(crate) evaluation: Evaluation,
    /// When it was made.
    pub(crate) at: Timestamp,
    version: u64,
}

/// What was evaluated before.
pub(crate) struct Evaluations {
    made: Memo<Evaluated>,
    lists: Memo<EntityList>,
    /// One evaluation at a time: it takes all cores, and readers of other pages wait for none of them.
    turn: Arc<Semaphore>,
}

impl Evaluations {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self {
            made: Memo::new(KEPT),
            lists: Memo::new(LISTS),
            turn: Arc::new(Semaphore::new(1)),
        }
    }
}

/// The plan of an id.
pub(crate) fn plan(portal: &Portal, id: &str) -> Result<Arc<Plan>, Refusal> {
    let found = portal.plans().iter().find(|plan| plan.header.id == id);
    found.map(Arc::clone).ok_or_else(|| Refusal::not_found(id))
}

/// A plan judged on a day, by default the example's or today.
pub(crate) async fn evaluated(
    portal: &Portal,
    id: &str,
    as_of: Option<&str>,
    replay: Option<&str>,
) -> Result<Arc<Evaluated>, Refusal> {
    let plan = plan(portal, id)?;
    let as_of = day(portal, as_of)?;
    let replay = replayed(portal, replay)?;
    let version = portal.state().judged_by();
    let key = format!("{id}|{as_of}|{}", replay.map_or_else(String::new, written));
    let kept = &portal.evaluations().made;
    kept.at(version, key, make(portal, plan, (as_of, replay), version))
        .await
}

/// The day of evaluation: none of a year that has not begun, of which nothing is known.
pub(crate) fn day(portal: &Portal, named: Option<&str>) -> Result<Day, Refusal> {
    let today = portal.context(Language::Zh).today();
    if let Some(text) = named.filter(|text| !text.is_empty()) {
        let day: Option<Day> = text.parse().ok();
        let years = FIRST_YEAR..=today.date().year();
        let known = day.filter(|day| years.contains(&day.date().year()));
        return known.ok_or_else(|| Refusal::bad("as_of", text));
    }
    let example = portal.settings().example.map(|example| example.as_of);
    Ok(example.unwrap_or(today))
}

fn replayed(portal: &Portal, named: Option<&str>) -> Result<Option<Replay>, Refusal> {
    match named.filter(|text| !text.is_empty()) {
        None => Ok(portal.settings().example.and_then(|example| example.replay)),
        Some("none") => Ok(None),
        Some(text) => {
            let read = question::replay(text).map_err(|_failure| Refusal::bad("replay", text));
            read.map(Some)
        }
    }
}

/// `2016=2025`.
pub(crate) fn written(replay: Replay) -> String {
    format!("{}={}", replay.data_year, replay.plan_year)
}

async fn make(
    portal: &Portal,
    plan: Arc<Plan>,
    (as_of, replay): (Day, Option<Replay>),
    version: u64,
) -> Result<Evaluated, Refusal> {
    let turn = Arc::clone(&portal.evaluations().turn).acquire_owned().await;
    let turn = turn.map_err(|closed| Refusal::internal(&closed))?;
    let (portal, here) = (portal.clone(), Handle::current());
    let made = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        here.block_on(evaluate(&portal, plan, (as_of, replay), version))
    });
    made.await.map_err(|error| Refusal::internal(&error))?
}

/// Asks as `lantian plan evaluate` does, of the portal's own register.
async fn evaluate(
    portal: &Portal,
    plan: Arc<Plan>,
    (as_of, replay): (Day, Option<Replay>),
    version: u64,
) -> Result<Evaluated, Refusal> {
    let context = portal.context(Language::Zh);
    let request = Request {
        as_of,
        replay,
        stage: STAGE.to_owned(),
        known_at: None,
        limits: context.limits,
        outlook: true,
    };
    let lake = portal.lake().clone();
    let mut question = Question::of(&context, plan, lake, portal.registry(), request).await?;
    // Notes are said in the language of who reads.
    question.notes.clear();
    let (derived, evaluation) = question.evaluate().await?;
    Ok(Evaluated {
        question,
        derived,
        evaluation,
        at: context.now,
        version,
    })
}

impl Evaluated {
    /// The plan.
    pub(crate) fn plan(&self) -> &Arc<Plan> {
        &self.question.plan
    }

    /// The day of evaluation.
    pub(crate) fn as_of(&self) -> Day {
        self.question.request.as_of
    }

    /// The replay, as it is written.
    pub(crate) fn replay(&self) -> Option<String> {
        self.question.request.replay.map(written)
    }

    /// The part of an address that asks for this day and replay again.
    pub(crate) fn query(&self) -> String {
        let replay = self.replay().unwrap_or_else(|| "none".to_owned());
        format!("as_of={}&replay={replay}", self.as_of())
    }

    /// The address of a finding's trace.
    pub(crate) fn trace(&self, article: &str, region: &str) -> String {
        let plan = &self.plan().header.id;
        format!(
            "/api/v1/plans/{plan}/findings/{article}/{region}/trace?{}",
            self.query()
        )
    }

    /// The things under a rule: those that it is at work on, and those left open; or all of them.
    pub(crate) async fn list(
        self: &Arc<Self>,
        portal: &Portal,
        rule: &str,
        wanted: Wanted,
    ) -> Result<Arc<EntityList>, Refusal> {
        let key = format!(
            "{}|{}|{rule}|{wanted:?}",
            self.plan().header.id,
            self.query()
        );
        let lists = &portal.evaluations().lists;
        let make = async {
            let question = &self.question;
            let registers = facts::registers(&question.plan, &question.facts, &question.request)?;
            let as_of = question.request.as_of;
            Ok(list_entities(&question.plan, &registers, rule, as_of, wanted).await?)
        };
        lists.at(self.version, key, make).await
    }
}
