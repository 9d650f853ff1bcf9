//! The survey list: where a look on the spot would settle most.

use geo_types::Geometry;
use nabij::{Length, Missing, Part};

use super::{Report, columns::Columns, point};
use crate::{city::City, error::JobError, write::OutTable};

/// The column of weights that counts people; none where addresses count.
pub(crate) fn weight(city: &City, public: bool) -> Option<usize> {
    (!public && !city.origins.weights().is_empty()).then_some(0)
}

/// One row per part of the network of which something is missing that outcomes hang on, those with
/// most people first; nothing where nothing is in doubt. For the public addresses are counted, not
/// people.
pub(super) fn table(report: &Report<'_>, public: bool) -> Result<Option<OutTable>, JobError> {
    if !report.prepared.walkers().any(|walker| walker.has_doubts()) {
        return Ok(None);
    }
    let city = report.city;
    let weight = weight(city, public);
    let all = report.source.survey(weight)?;
    let network = &city.streets.network;
    let attributes = |one: &Missing| match one.part {
        Part::Edge(edge) => Some(network.edge(edge).attributes()),
        Part::Node(_) => None,
    };
    let node = |one: &Missing| match one.part {
        Part::Node(node) => network.node_attributes(node),
        Part::Edge(_) => None,
    };
    let mut columns = Columns::default();
    columns.whole("rank", (1..).zip(&all).map(|(rank, _)| Some(rank)));
    columns.own_word(
        "part",
        all.iter().map(|one| {
            Some(match one.part {
                Part::Edge(_) => "edge",
                Part::Node(_) => "node",
            })
        }),
    );
    columns.text(
        "edge",
        all.iter().map(|one| match one.part {
            Part::Edge(edge) => Some(network.edge(edge).key().to_string()),
            Part::Node(_) => None,
        }),
    );
    columns.text(
        "street",
        all.iter().map(|one| attributes(one)?.street.as_deref()),
    );
    let class = |one: &Missing| match one.part {
        Part::Edge(_) => attributes(one)?.class.clone(),
        Part::Node(_) => node(one)?.barrier.clone(),
    };
    columns.text("class", all.iter().map(class));
    let missing = |one: &Missing| {
        let words = one.demands.iter().map(|demand| demand.as_str());
        words.collect::<Vec<_>>().join(", ")
    };
    columns.text("missing", all.iter().map(|one| Some(missing(one))));
    columns.whole(
        "verdicts",
        all.iter().map(|one| i64::try_from(one.verdicts).ok()),
    );
    if let Some(column) = weight.and_then(|at| city.origins.weights().get(at)) {
        columns.number(
            &column.name,
            all.iter().map(|one| Some(one.people as f64 / 1e6)),
        );
    }
    let place = |one: &Missing| -> Option<Geometry<f64>> {
        let at = match one.part {
            Part::Node(node) => network.point(node),
            Part::Edge(edge) => {
                let edge = network.edge(edge);
                let middle = Length::millimetres(edge.length().mm() / 2);
                *edge.part(middle, middle).first()?
            }
        };
        Some(point(city.metres(at)))
    };
    Ok(Some(OutTable {
        name: "survey".to_owned(),
        geometry: Some(all.iter().map(place).collect()),
        batch: columns.finish(),
        crs: Some(city.streets.frame.crs().clone()),
    }))
}
