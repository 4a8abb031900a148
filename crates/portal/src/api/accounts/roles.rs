//! What each role may do, as the policy answers for an example of it.

use access::{Action, Policy, Resource, Role, Standing, Who};
use axum::extract::State;
use axum::response::Response;
use regions::{Level, RegionCode};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::fresh;
use crate::visitor::Visitor;

/// A facility's key that no register has.
const SOME_FACILITY: &str = "a facility";

/// A role and what it may do.
#[derive(Serialize, ToSchema)]
struct RoleView {
    id: String,
    name: String,
    actions: Vec<ActionView>,
}

/// An action, and where it is permitted.
#[derive(Serialize, ToSchema)]
struct ActionView {
    id: String,
    name: String,
    /// `everywhere`, `own_region`, `own_entity` or `no`.
    allowed: Reach,
}

/// How far a permission reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Reach {
    Everywhere,
    OwnRegion,
    OwnEntity,
    No,
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new().routes(routes!(list))
}

/// What each role may do.
#[utoipa::path(get, path = "/roles", responses(
    (status = 200, body = Vec<RoleView>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn list(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    visitor.must(Action::ManageAccount, &Resource::default())?;
    let context = portal.context(asked.language);
    let home = portal.settings().home_region.parse().ok();
    let view = |role: Role| {
        let example = Example::of(role, home);
        let actions = Action::ALL.into_iter().map(|action| ActionView {
            id: action.id().to_owned(),
            name: context.say(&format!("action-{}", action.id()), &[]),
            allowed: example.reach(portal.policy(), action),
        });
        RoleView {
            id: role.id().to_owned(),
            name: context.say(&format!("role-{}", role.id()), &[]),
            actions: actions.collect(),
        }
    };
    let views: Vec<_> = Role::ALL.into_iter().map(view).collect();
    fresh(&asked, &views)
}

/// Somebody of a role, in the province of the house.
struct Example {
    who: Who,
    within: Vec<RegionCode>,
    abroad: Option<RegionCode>,
}

impl Example {
    fn of(role: Role, home: Option<RegionCode>) -> Self {
        let province = home.filter(|code| code.level() == Level::Province);
        let city = province.and_then(below);
        let region = match role {
            Role::Province | Role::Inspector => province,
            Role::City => city,
            Role::County | Role::Enterprise => city.and_then(below),
            Role::Administrator | Role::Public => None,
        };
        let others = regions::all().iter().map(|region| region.code);
        let mut abroad =
            others.filter(|code| code.level() == Level::Province && Some(*code) != province);
        Self {
            who: Who {
                account: None,
                standing: Standing {
                    role,
                    region,
                    entity: (role == Role::Enterprise).then(|| SOME_FACILITY.to_owned()),
                    body: None,
                },
            },
            within: region.into_iter().chain(region.and_then(below)).collect(),
            abroad: abroad.next(),
        }
    }

    fn reach(&self, policy: &Policy, action: Action) -> Reach {
        let may = |on: &Resource| policy.allowed(&self.who, action, on);
        let abroad = self.abroad.map(Resource::in_region).unwrap_or_default();
        let own = Resource::of_entity(SOME_FACILITY, self.within.first().copied());
        if may(&abroad) {
            Reach::Everywhere
        } else if self
            .within
            .iter()
            .any(|code| may(&Resource::in_region(*code)))
        {
            Reach::OwnRegion
        } else if may(&own) {
            Reach::OwnEntity
        } else {
            Reach::No
        }
    }
}

/// Some region right below another one.
fn below(region: RegionCode) -> Option<RegionCode> {
    let mut all = regions::all().iter();
    let found = all.find(|other| other.parent().is_some_and(|parent| parent.code == region));
    found.map(|found| found.code)
}
