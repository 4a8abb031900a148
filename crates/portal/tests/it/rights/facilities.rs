//! The facilities of the table of rights, in regions on all sides of the readers'.

use access::Role;
use serde_json::json;

use crate::house::{Client, DEVICE, OTHER, OWN};

/// A facility of the table. Its name is in no other text.
pub(super) struct Facility {
    pub(super) column: &'static str,
    pub(super) key: &'static str,
    pub(super) region: &'static str,
    pub(super) name: &'static str,
    pub(super) device: &'static str,
    /// Whether the house has it from the beginning, its device included.
    there: (bool, bool),
}

/// Credit codes with the check character of GB 32100-2015.
pub(super) const FACILITIES: [Facility; 5] = [
    Facility {
        column: "own",
        key: OWN,
        region: "140105",
        name: "华炬钢铁(模拟)",
        device: DEVICE,
        there: (true, true),
    },
    Facility {
        column: "next",
        key: "911401000000000026",
        region: "140105",
        name: "邻里焦化(模拟)",
        device: "140105000000000000000002",
        there: (false, false),
    },
    Facility {
        column: "near",
        key: "911401000000000039",
        region: "140106",
        name: "同城玻璃(模拟)",
        device: "140106000000000000000003",
        there: (false, false),
    },
    Facility {
        column: "distant",
        key: OTHER,
        region: "140200",
        name: "同泉水泥(模拟)",
        device: "140200000000000000000004",
        there: (true, false),
    },
    Facility {
        column: "abroad",
        key: "91370100000000001W",
        region: "370100",
        name: "省外铸造(模拟)",
        device: "370100000000000000000005",
        there: (false, false),
    },
];

impl Facility {
    /// The key of its outlet.
    pub(super) fn outlet(&self) -> String {
        format!("{}001P-DA001", self.key)
    }

    /// Whether somebody of a role may know of it, as the head of the table says.
    pub(super) fn is_known_to(&self, role: Role) -> bool {
        match role {
            Role::Administrator => true,
            Role::Province => self.region.starts_with("14"),
            Role::City | Role::Inspector => self.region.starts_with("1401"),
            Role::County => self.region == "140105",
            Role::Enterprise => self.key == OWN,
            Role::Public => false,
        }
    }
}

/// Adds the facilities that the house has not, each with an outlet, its limit and a device; the register's forms check
/// their keys.
pub(super) async fn furnish(administrator: &Client) {
    for facility in &FACILITIES {
        let (key, region, outlet) = (facility.key, facility.region, facility.outlet());
        let rows = [
            (
                !facility.there.0,
                "facility",
                json!({ "key": key, "name": facility.name, "region": region,
                "lon": "112.5", "lat": "37.8", "industry": "coking" }),
            ),
            (
                !facility.there.1,
                "outlet",
                json!({ "key": outlet, "name": "1号排口", "region": region,
                "facility_key": key }),
            ),
            (
                !facility.there.1,
                "outlet_limit",
                json!({ "key": format!("{outlet}-NOx"), "outlet_key": outlet,
                "pollutant": "nox", "limit_mg_m3": "50", "basis": "排污许可证(模拟)" }),
            ),
            (
                !facility.there.1,
                "monitoring_device",
                json!({ "key": facility.device, "name": "在线监测",
                "region": region, "facility_key": key, "outlet_key": outlet, "gateway_active": "true" }),
            ),
        ];
        for (_, entity, cells) in rows.into_iter().filter(|(missing, ..)| *missing) {
            let added = json!({ "cells": cells, "why": "试验" });
            administrator
                .post(&format!("/api/v1/register/{entity}"), &added)
                .await
                .ok();
        }
    }
    let other = "/api/v1/register/facility/911402000000000018";
    let found = administrator
        .get("/api/v1/register/facility?q=911402000000000018")
        .await
        .ok();
    let placed = json!({ "cells": { "lon": "113.3", "lat": "40.1" }, "why": "试验",
        "revision": found["items"][0]["revision"] });
    administrator.put(other, &placed).await.ok();
}
