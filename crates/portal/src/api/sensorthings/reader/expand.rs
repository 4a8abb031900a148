//! Following links for `$expand`: all entities of one level together.

use std::future::Future;
use std::pin::Pin;

use serde_json::{Map, Value};

use super::{MOST, Page, Reader};
use crate::api::sensorthings::entity::Item;
use crate::api::sensorthings::kind::{Kind, Link};
use crate::api::sensorthings::options::Expand;
use crate::api::sensorthings::query::{self, Per};
use crate::problem::Refusal;

/// A future that contains itself.
type Later<'f, T> = Pin<Box<dyn Future<Output = Result<T, Refusal>> + Send + 'f>>;

impl Reader<'_> {
    /// For each entity the fields that an expanded link adds.
    pub(super) fn expanded<'f>(
        &'f self,
        items: &'f [Item],
        expand: &'f Expand,
    ) -> Later<'f, Vec<Map<String, Value>>> {
        Box::pin(async move {
            let Some(kind) = items.first().map(Item::kind) else {
                return Ok(Vec::new());
            };
            let bad = || Refusal::bad("$expand", &expand.link);
            let link = kind.link(&expand.link).ok_or_else(bad)?;
            let pages = if link.to == Kind::Observation {
                self.observations(items, expand).await?
            } else {
                let page =
                    |item| self.known_page(link.to, self.linked(item, link), &expand.options);
                items.iter().map(page).collect::<Result<_, _>>()?
            };
            let flat: Vec<Item> = pages.iter().flat_map(|page| page.items.clone()).collect();
            let mut values = self.values(&flat, &expand.options).await?.into_iter();
            let fields = items.iter().zip(pages).map(|(item, page)| {
                let own = values.by_ref().take(page.items.len()).collect();
                self.fields(item, link, expand, &page, own)
            });
            Ok(fields.collect())
        })
    }

    fn fields(
        &self,
        item: &Item,
        link: Link,
        expand: &Expand,
        page: &Page,
        own: Vec<Value>,
    ) -> Map<String, Value> {
        let mut fields = Map::new();
        if !link.many {
            let one = own.into_iter().next().unwrap_or_default();
            fields.insert(link.name.to_owned(), one);
            return fields;
        }
        if let Some(total) = page.total {
            fields.insert(format!("{}@iot.count", link.name), total.into());
        }
        if page.more {
            let address = format!("{}/{}", item.address(self.catalogue, self.base), link.name);
            let next = expand.options.next(&address);
            fields.insert(format!("{}@iot.nextLink", link.name), next.into());
        }
        fields.insert(link.name.to_owned(), own.into());
        fields
    }

    /// The observations of each datastream or feature, in one statement.
    async fn observations(&self, items: &[Item], expand: &Expand) -> Result<Vec<Page>, Refusal> {
        let options = &expand.options;
        if items.len().saturating_mul(options.top) > MOST {
            return Err(Refusal::bad("$expand", &expand.link));
        }
        let streams = items
            .iter()
            .flat_map(|item| self.streams_of(item))
            .collect();
        let (streams, left) = self.streams_fitting(streams, options)?;
        let per = match items.first().map(Item::kind) {
            Some(Kind::FeatureOfInterest) => Per::Site,
            _ => Per::Stream,
        };
        let mut found = query::apart(self.portal, self.catalogue, &streams, per, &left).await?;
        let page = |item: &Item| {
            let gathered = found.remove(&item.id(self.catalogue)).unwrap_or_default();
            let until = options.skip + gathered.rows.len();
            Page {
                more: (until as u64) < gathered.total && options.top > 0,
                total: options.count.then_some(gathered.total),
                items: gathered
                    .rows
                    .into_iter()
                    .map(|seen| Item::Seen(Box::new(seen)))
                    .collect(),
            }
        };
        Ok(items.iter().map(page).collect())
    }
}
