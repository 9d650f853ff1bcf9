//! Which ways and nodes may be walked, and what is known of them.

use nabij::{Access, Direction, EdgeAttributes, Kerb, Length, NodeAttributes, Sidewalk};
use nabij_io::osm::{OsmParts, OsmRules, RuleFile, RuleKind};

use crate::pbf::Pbf;

fn way(tags: &str) -> Pbf {
    Pbf::default()
        .nodes(&[(1, 0.0, 0.0), (2, 100.0, 0.0)])
        .way(7, &[1, 2], tags)
}

fn attributes(tags: &str) -> Option<EdgeAttributes> {
    let lines = way(tags).extract().lines;
    lines.into_iter().next().map(|line| line.attributes)
}

fn node(tags: &str) -> Option<NodeAttributes> {
    let file = Pbf::default()
        .node(1, 0.0, 0.0, tags)
        .node(2, 100.0, 0.0, "");
    let nodes = file.way(7, &[1, 2], "highway=footway").extract().nodes;
    nodes.into_iter().next().map(|(id, attributes)| {
        assert_eq!(id, 1);
        attributes
    })
}

const PUBLIC: Option<Option<Access>> = Some(Some(Access::Public));
const PRIVATE: Option<Option<Access>> = Some(Some(Access::Private));
const UNKNOWN: Option<Option<Access>> = Some(None);
const OUT: Option<Option<Access>> = None;

#[test]
fn each_way_rule() {
    for (tags, expected, rule) in [
        (
            "highway=construction|construction=footway|foot=yes",
            OUT,
            "not_built",
        ),
        ("highway=footway|disused=yes", OUT, "not_built"),
        ("route=ferry|foot=yes", OUT, "ferry"),
        (
            "highway=footway|foot:conditional=no @ (22:00-06:00)|foot=yes",
            UNKNOWN,
            "foot_conditional",
        ),
        ("highway=service|access=no|foot=yes", PUBLIC, "foot_yes"),
        ("highway=trunk|foot=designated", PUBLIC, "foot_yes"),
        (
            "highway=service|access=private|foot=permissive",
            PUBLIC,
            "foot_yes",
        ),
        ("highway=residential|foot=no", OUT, "foot_no"),
        ("highway=secondary|foot=use_sidepath", OUT, "foot_no"),
        ("highway=motorway", OUT, "motorway"),
        ("highway=motorway_link|access=private", OUT, "motorway"),
        ("highway=trunk", OUT, "trunk"),
        ("highway=primary|motorroad=yes", OUT, "trunk"),
        ("highway=trunk|sidewalk=separate", OUT, "trunk"),
        (
            "highway=trunk|sidewalk=right",
            PUBLIC,
            "trunk_with_pavement",
        ),
        (
            "highway=trunk_link|sidewalk:left=yes",
            PUBLIC,
            "trunk_with_pavement",
        ),
        ("highway=bridleway", OUT, "not_for_walkers"),
        ("highway=busway|access=private", OUT, "not_for_walkers"),
        ("highway=bridleway|foot=yes", PUBLIC, "foot_yes"),
        ("highway=path|foot=private", PRIVATE, "foot_ends"),
        ("highway=path|foot=destination", PRIVATE, "foot_ends"),
        (
            "highway=footway|access:conditional=yes @ (Mo-Fr 08:00-20:00)",
            UNKNOWN,
            "access_conditional",
        ),
        (
            "highway=footway|access=no|access:conditional=yes @ (08:00-20:00)",
            UNKNOWN,
            "access_conditional_closed",
        ),
        ("highway=footway|access=no", OUT, "access_no"),
        ("highway=service|access=private", PRIVATE, "access_ends"),
        ("highway=service|access=permit", PRIVATE, "access_ends"),
        ("highway=service|access=customers", PRIVATE, "access_ends"),
        ("highway=residential|access=destination", PUBLIC, "street"),
        (
            "highway=cycleway|sidewalk=separate",
            OUT,
            "cycleway_beside_footpath",
        ),
        ("highway=cycleway|foot=no", OUT, "foot_no"),
        ("highway=cycleway", PUBLIC, "cycleway"),
        ("highway=footway", PUBLIC, "footpath"),
        ("highway=steps", PUBLIC, "footpath"),
        ("highway=corridor|indoor=yes", PUBLIC, "footpath"),
        ("highway=pedestrian", PUBLIC, "footpath"),
        ("highway=living_street", PUBLIC, "street"),
        ("highway=primary_link", PUBLIC, "street"),
        ("highway=platform", PUBLIC, "platform"),
        ("railway=platform", PUBLIC, "platform"),
        ("public_transport=platform", PUBLIC, "platform"),
        ("man_made=pier", PUBLIC, "pier"),
        ("man_made=pier|floating=yes", OUT, "no rule"),
        ("highway=nonsense", OUT, "no rule"),
    ] {
        let extract = way(tags).extract();
        assert_eq!(
            extract.lines.first().map(|line| line.attributes.access),
            expected,
            "{tags}"
        );
        assert_eq!(
            extract.report.rules.get(&format!("way: {rule}")),
            Some(&1),
            "{tags}"
        );
    }
    let other = way("building=yes|foot=yes").extract();
    assert!(other.lines.is_empty());
    let ways = |rule: &&String| rule.starts_with("way:");
    assert_eq!(other.report.rules.keys().find(ways), None);
}

#[test]
fn each_node_rule() {
    let blocked = |tags| node(tags).and_then(|attributes| attributes.blocked);
    for (tags, expected) in [
        ("barrier=gate", Some(false)),
        ("barrier=bollard", Some(false)),
        ("barrier=gate|locked=yes", Some(true)),
        ("barrier=gate|locked=yes|foot=yes", Some(false)),
        ("barrier=gate|locked=no", Some(false)),
        ("barrier=gate|access=no", Some(true)),
        ("barrier=lift_gate|access=no|foot=designated", Some(false)),
        ("barrier=gate|foot=no", Some(true)),
        ("foot=no|highway=crossing", Some(true)),
        ("barrier=wall", Some(true)),
        ("barrier=fence", Some(true)),
        ("barrier=gate|access=private", None),
        ("barrier=gate|foot=customers", None),
        (
            "barrier=gate|access:conditional=no @ (22:00-06:00)|locked=yes",
            None,
        ),
        ("barrier=gate|opening_hours=08:00-18:00", None),
        ("barrier=gate|opening_hours=24/7", Some(false)),
        ("highway=crossing", None),
    ] {
        assert_eq!(blocked(tags), expected, "{tags}");
    }
    assert_eq!(
        node("barrier=gate|access=private")
            .unwrap()
            .barrier
            .as_deref(),
        Some("gate")
    );
    assert_eq!(node("natural=tree|foot=no").unwrap().blocked, Some(true));
    assert_eq!(node("natural=tree"), None);
}

#[test]
fn attributes_of_nodes() {
    let known = |tags| node(tags).unwrap();
    assert_eq!(
        known("highway=crossing|crossing=unmarked").crossing,
        Some(true)
    );
    assert_eq!(known("crossing=no").crossing, Some(false));
    assert_eq!(known("highway=elevator").lift, Some(true));
    assert_eq!(known("entrance=main").entrance, Some(true));
    assert_eq!(known("railway=subway_entrance").entrance, Some(true));
    assert_eq!(known("barrier=kerb|kerb=lowered").kerb, Some(Kerb::Lowered));
    // Only nodes on lines are of use.
    let off = Pbf::default().node(5, 0.0, 0.0, "barrier=gate").extract();
    assert!(off.nodes.is_empty());
}

#[test]
fn a_fully_tagged_way() {
    let tags = "highway=steps|name=Trapjes|surface=concrete|smoothness=good|kerb=raised|incline=-10%|width=1.2 m\
        |lit=yes|bridge=yes|tunnel=no|level=-1|indoor=no|sidewalk=left|oneway:foot=yes|conveying=no";
    let known = attributes(tags).unwrap();
    let expected = EdgeAttributes {
        class: Some("steps".into()),
        street: Some("Trapjes".into()),
        access: Some(Access::Public),
        direction: Direction::Forward,
        steps: Some(true),
        escalator: Some(false),
        lift: Some(false),
        crossing: None,
        crossing_kind: None,
        bridge: Some(true),
        tunnel: Some(false),
        indoor: Some(false),
        visibility: false,
        level: Some(-10),
        lit: Some(true),
        surface: Some("concrete".into()),
        smoothness: Some("good".into()),
        kerb: Some(Kerb::Raised),
        incline: Some(-100),
        width: Some(Length::millimetres(1200)),
        sidewalk: Some(Sidewalk::Left),
    };
    assert_eq!(known, expected);
}

#[test]
fn what_is_not_tagged_is_unknown() {
    let known = attributes("highway=footway").unwrap();
    let expected = EdgeAttributes {
        class: Some("footway".into()),
        access: Some(Access::Public),
        steps: Some(false),
        escalator: Some(false),
        lift: Some(false),
        ..EdgeAttributes::default()
    };
    assert_eq!(known, expected);
    let vague =
        attributes("highway=road|lit=perhaps|width=narrow|incline=up|level=0;1|sidewalk=yes")
            .unwrap();
    let expected = EdgeAttributes {
        class: Some("road".into()),
        access: Some(Access::Public),
        ..EdgeAttributes::default()
    };
    assert_eq!(vague, expected);
}

#[test]
fn single_attributes() {
    let known = |tags: &str| attributes(tags).unwrap();
    assert_eq!(
        known("highway=footway|footway=crossing").crossing,
        Some(true)
    );
    assert_eq!(known("highway=path|path=crossing").crossing, Some(true));
    assert_eq!(
        known("highway=footway|tunnel=building_passage").tunnel,
        Some(true)
    );
    assert_eq!(known("highway=footway|bridge=viaduct").bridge, Some(true));
    assert_eq!(known("highway=corridor").indoor, Some(true));
    assert_eq!(known("highway=elevator").lift, Some(true));
    let escalator = known("highway=steps|conveying=backward");
    assert_eq!(
        (escalator.escalator, escalator.direction),
        (Some(true), Direction::Backward)
    );
    assert_eq!(known("highway=steps").escalator, None);
    assert_eq!(
        known("highway=footway|oneway:foot=-1").direction,
        Direction::Backward
    );
    assert_eq!(
        known("highway=footway|foot:backward=no").direction,
        Direction::Forward
    );
    assert_eq!(
        known("highway=residential|oneway=yes").direction,
        Direction::Both
    );
    for (tags, expected) in [
        ("sidewalk:both=separate", Some(Sidewalk::Separate)),
        ("sidewalk:left=no|sidewalk:right=yes", Some(Sidewalk::Right)),
        ("sidewalk:left=yes", None),
        ("sidewalk=none", Some(Sidewalk::No)),
    ] {
        assert_eq!(
            known(&format!("highway=residential|{tags}")).sidewalk,
            expected,
            "{tags}"
        );
    }
}

#[test]
fn the_users_rules_come_first_or_alone() {
    let own = |text| {
        let file = RuleFile {
            kind: RuleKind::Walk,
            name: "own.toml",
            text,
        };
        OsmRules::with(&[file]).unwrap()
    };
    let private =
        "[[way]]\nid = \"own\"\nall = [\"highway=service\"]\nwalk = \"ends\"\nwhy = \"ours\"\n";
    let access = |tags, rules: &OsmRules| {
        let extract = way(tags).read_with(rules, OsmParts::default()).unwrap();
        extract.lines.first().map(|line| line.attributes.access)
    };
    let first = own(private);
    assert_eq!(access("highway=service", &first), PRIVATE);
    assert_eq!(access("highway=footway", &first), PUBLIC);
    let alone = format!("extends = false\ncandidates = [\"highway\"]\n{private}");
    let alone = own(&alone);
    assert_eq!(access("highway=service", &alone), PRIVATE);
    assert_eq!(access("highway=footway", &alone), OUT);
}
