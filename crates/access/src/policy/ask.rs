//! One question to Cedar, with the few entities that it is about.

use cedar_policy::{
    Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, Request,
    RestrictedExpression,
};
use regions::{RegionCode, contains};

use super::{Asked, Inner};
use crate::{Action, Role};

/// The code of the whole country.
const NATION: u32 = 100_000;

/// The names of the schema.
#[derive(Debug)]
pub(super) struct Names {
    role: EntityTypeName,
    region: EntityTypeName,
    action: EntityTypeName,
    person: EntityUid,
    thing: EntityUid,
}

impl Names {
    pub(super) fn new() -> Self {
        let name =
            |name: &str| -> EntityTypeName { name.parse().expect("the schema's names are names") };
        let one = |of: &str| EntityUid::from_type_name_and_id(name(of), EntityId::new("asked"));
        Self {
            role: name("Role"),
            region: name("Region"),
            action: name("Action"),
            person: one("Person"),
            thing: one("Thing"),
        }
    }

    fn role(&self, role: Role) -> EntityUid {
        EntityUid::from_type_name_and_id(self.role.clone(), EntityId::new(role.id()))
    }

    fn region(&self, region: RegionCode) -> EntityUid {
        EntityUid::from_type_name_and_id(self.region.clone(), EntityId::new(region.to_string()))
    }

    fn action(&self, action: Action) -> EntityUid {
        EntityUid::from_type_name_and_id(self.action.clone(), EntityId::new(action.id()))
    }

    /// What is known of region, entity and body.
    fn attributes<C: FromIterator<(String, RestrictedExpression)>>(
        &self,
        region: Option<RegionCode>,
        [entity, body]: [&Option<String>; 2],
    ) -> C {
        let region = region.map(|region| self.region(region));
        let text = |text: &Option<String>| text.clone().map(RestrictedExpression::new_string);
        let all = [
            ("region", region.map(RestrictedExpression::new_entity_uid)),
            ("entity", text(entity)),
            ("body", text(body)),
        ];
        all.into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect()
    }

    /// A region in its city, province and nation, by the digits: also one that the table does not have.
    fn with_those_around(&self, region: RegionCode) -> Entity {
        let code = region.get();
        let around = [code / 100 * 100, code / 10_000 * 10_000, NATION];
        let around = around
            .into_iter()
            .filter_map(|code| RegionCode::new(code).ok());
        let around = around.filter(|around| *around != region && contains(*around, region));
        let around = around.map(|around| self.region(around)).collect();
        Entity::new_no_attrs(self.region(region), around)
    }
}

impl Inner {
    /// Asks Cedar. What it cannot decide is refused.
    pub(super) fn ask(&self, (action, standing, on): &Asked) -> bool {
        let names = &self.names;
        let action = names.action(*action);
        let regions = standing.region.into_iter().chain(on.region);
        let regions = regions.map(|region| names.with_those_around(region));
        let person = Entity::new(
            names.person.clone(),
            names.attributes(standing.region, [&standing.entity, &standing.body]),
            [names.role(standing.role)].into_iter().collect(),
        );
        let thing = Entity::new(
            names.thing.clone(),
            names.attributes(on.region, [&on.entity, &on.body]),
            on.region
                .map(|region| names.region(region))
                .into_iter()
                .collect(),
        );
        let (Ok(person), Ok(thing)) = (person, thing) else {
            return false;
        };
        let groups = self.actions.get(&action).cloned();
        let all = regions.chain(groups).chain([person, thing]);
        let Ok(entities) = Entities::from_entities(all, None) else {
            return false;
        };
        let (person, thing) = (names.person.clone(), names.thing.clone());
        let request = Request::new(person, action, thing, Context::empty(), None);
        request.is_ok_and(|request| {
            let asked = &self.authorizer;
            let answer = asked.is_authorized(&request, &self.policies, &entities);
            answer.decision() == Decision::Allow
        })
    }
}
