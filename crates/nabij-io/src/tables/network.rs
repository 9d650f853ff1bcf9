//! The network as tables, so that anything can be recomputed by hand.

use geo_types::{Coord, Geometry, LineString};
use nabij::{Access, Components, Edge, EdgeAttributes, Kerb, NodeId, Parameters, Profile, Snapper};

use super::{columns::Columns, rows::point};
use crate::{city::Streets, write::OutTable};

/// Every edge: key, ids, ends, length in mm, attributes, component, whether doors open onto it.
pub fn edge_table(streets: &Streets, profile: &Profile) -> OutTable {
    let network = &streets.network;
    let edges: Vec<Edge<'_>> = network.edges().collect();
    let components = Components::new(network, &Profile::ADULT);
    let Parameters {
        min_component,
        max_snap,
        ..
    } = Parameters::default();
    let snapper = Snapper::new(network, profile, &components, min_component, max_snap);
    let mut columns = Columns::default();
    columns.text("key", edges.iter().map(|e| Some(e.key().to_string())));
    columns.whole("source_id", edges.iter().map(|e| Some(e.key().line.id)));
    columns.whole(
        "from",
        edges.iter().map(|e| Some(i64::from(e.from().number()))),
    );
    columns.whole("to", edges.iter().map(|e| Some(i64::from(e.to().number()))));
    columns.whole(
        "length_mm",
        edges.iter().map(|e| Some(i64::from(e.length().mm()))),
    );
    columns.whole(
        "component",
        edges
            .iter()
            .map(|e| components.of(e.id()).map(|c| c as i64)),
    );
    columns.number(
        "component_m",
        edges
            .iter()
            .map(|e| Some(components.length_mm(e.id()) as f64 / 1000.0)),
    );
    columns.flag(
        "snappable",
        edges
            .iter()
            .map(|e| Some(snapper.refusal(e.id()).is_none())),
    );
    columns.word(
        "not_snappable_because",
        edges
            .iter()
            .map(|e| snapper.refusal(e.id()).map(|refusal| refusal.as_str())),
    );
    columns.text(
        "class",
        edges.iter().map(|e| e.attributes().class.as_deref()),
    );
    columns.text(
        "street",
        edges.iter().map(|e| e.attributes().street.as_deref()),
    );
    columns.word(
        "access",
        edges.iter().map(|e| {
            e.attributes().access.map(|access| match access {
                Access::Public => "public",
                Access::Private => "private",
            })
        }),
    );
    columns.word(
        "direction",
        edges.iter().map(|e| {
            let (forward, backward) = e.attributes().ways();
            Some(match (forward, backward) {
                (true, false) => "forward",
                (false, true) => "backward",
                _ => "both",
            })
        }),
    );
    let mut flag = |name: &str, pick: fn(&EdgeAttributes) -> Option<bool>| {
        columns.flag(name, edges.iter().map(move |e| pick(e.attributes())));
    };
    flag("steps", |a| a.steps);
    flag("escalator", |a| a.escalator);
    flag("lift", |a| a.lift);
    flag("crossing", |a| a.crossing);
    flag("bridge", |a| a.bridge);
    flag("tunnel", |a| a.tunnel);
    flag("indoor", |a| a.indoor);
    flag("sight", |a| Some(a.visibility));
    flag("lit", |a| a.lit);
    columns.number(
        "level",
        edges
            .iter()
            .map(|e| e.attributes().level.map(|l| f64::from(l) / 10.0)),
    );
    columns.text(
        "crossing_kind",
        edges
            .iter()
            .map(|e| e.attributes().crossing_kind.as_deref()),
    );
    columns.text(
        "surface",
        edges.iter().map(|e| e.attributes().surface.as_deref()),
    );
    columns.text(
        "smoothness",
        edges.iter().map(|e| e.attributes().smoothness.as_deref()),
    );
    columns.text("kerb", edges.iter().map(|e| e.attributes().kerb.map(kerb)));
    columns.number(
        "incline",
        edges.iter().map(|e| {
            e.attributes()
                .incline
                .map(|thousandths| f64::from(thousandths) / 1000.0)
        }),
    );
    columns.number(
        "width_m",
        edges
            .iter()
            .map(|e| e.attributes().width.map(|w| w.in_metres())),
    );
    columns.word(
        "sidewalk",
        edges
            .iter()
            .map(|e| e.attributes().sidewalk.map(|s| s.as_str())),
    );
    let line = |e: &Edge<'_>| {
        let places = e.geometry().iter().map(|p| {
            let (x, y) = streets.frame.metres(*p);
            Coord { x, y }
        });
        Geometry::LineString(LineString::new(places.collect()))
    };
    OutTable {
        name: "edges".to_owned(),
        geometry: Some(edges.iter().map(|e| Some(line(e))).collect()),
        batch: columns.finish(),
        crs: Some(streets.frame.crs().clone()),
    }
}

/// Every node: number, attributes, place.
pub fn node_table(streets: &Streets) -> OutTable {
    let network = &streets.network;
    let nodes: Vec<NodeId> = network.nodes().collect();
    let known = |node: &NodeId| network.node_attributes(*node);
    let mut columns = Columns::default();
    columns.whole(
        "node",
        nodes.iter().map(|node| Some(i64::from(node.number()))),
    );
    columns.text(
        "barrier",
        nodes.iter().map(|n| known(n)?.barrier.as_deref()),
    );
    columns.flag("blocked", nodes.iter().map(|n| known(n)?.blocked));
    columns.flag("crossing", nodes.iter().map(|n| known(n)?.crossing));
    columns.text(
        "crossing_kind",
        nodes.iter().map(|n| known(n)?.crossing_kind.as_deref()),
    );
    columns.flag("lift", nodes.iter().map(|n| known(n)?.lift));
    columns.flag("entrance", nodes.iter().map(|n| known(n)?.entrance));
    columns.text("kerb", nodes.iter().map(|n| known(n)?.kerb.map(kerb)));
    let place = |node: &NodeId| point(streets.frame.metres(network.point(*node)));
    OutTable {
        name: "nodes".to_owned(),
        geometry: Some(nodes.iter().map(|node| Some(place(node))).collect()),
        batch: columns.finish(),
        crs: Some(streets.frame.crs().clone()),
    }
}

/// Every connected part of the network as a profile sees it, the longest first: its number as in
/// the table of edges, how many edges it has and how long they are together.
pub fn component_table(streets: &Streets, profile: &Profile) -> OutTable {
    let components = Components::new(&streets.network, profile);
    let mut parts: Vec<(usize, i64, u64)> = Vec::new();
    for edge in streets.network.edges() {
        let Some(part) = components.of(edge.id()) else {
            continue;
        };
        if parts.len() <= part {
            let new = parts.len()..=part;
            parts.extend(new.map(|part| (part, 0, 0)));
        }
        if let Some((_, edges, mm)) = parts.get_mut(part) {
            *edges += 1;
            *mm += u64::from(edge.length().mm());
        }
    }
    parts.retain(|(_, edges, _)| *edges > 0);
    parts.sort_by_key(|(part, _, mm)| (std::cmp::Reverse(*mm), *part));
    let mut columns = Columns::default();
    let number = |part: &usize| i64::try_from(*part).ok();
    columns.whole("component", parts.iter().map(|(part, ..)| number(part)));
    columns.whole("edges", parts.iter().map(|(_, edges, _)| Some(*edges)));
    let metres = parts.iter().map(|(.., mm)| Some(*mm as f64 / 1000.0));
    columns.number("length_m", metres);
    OutTable {
        name: "components".to_owned(),
        geometry: None,
        batch: columns.finish(),
        crs: None,
    }
}

fn kerb(kerb: Kerb) -> String {
    match kerb {
        Kerb::Raised => "raised".to_owned(),
        Kerb::Rolled => "rolled".to_owned(),
        Kerb::Lowered => "lowered".to_owned(),
        Kerb::Flush => "flush".to_owned(),
        Kerb::Height(height) => format!("{} m", height.in_metres()),
    }
}
