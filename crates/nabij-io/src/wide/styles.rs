//! QGIS styles (QML) of the layers: verdicts by colour, shares in classes.

use nabij::Verdict;

use super::Wide;
use crate::write::LayerStyle;

/// Colours that are told apart by most people with colour blindness, good to bad.
const GOOD: &str = "26,110,122,255";
const FAIR: &str = "110,178,186,255";
const POOR: &str = "213,94,0,255";
const WORST: &str = "140,45,4,255";
const APART: &str = "90,60,130,255";
const GREY: &str = "150,150,150,255";
const DOUBT: &str = "240,200,60,255";

/// From few to many within the limit; paler than the points, which lie on them.
const CLASSES: [(f64, f64, &str); 5] = [
    (0.0, 25.0, "240,178,140,190"),
    (25.0, 50.0, "250,214,180,190"),
    (50.0, 75.0, "246,240,220,190"),
    (75.0, 90.0, "206,230,232,190"),
    (90.0, 100.0, "150,202,208,190"),
];

const WHITE: &str = "255,255,255,255";
const DARK: &str = "40,40,40,255";

/// Addresses: small, without a dark edge.
const DOT: Shape = Shape::Point("circle", "1.6", WHITE);
/// Facilities and complexes stand out from them, most of all the categories that a norm asks for.
const ASKED: [Shape; 1] = [Shape::Point("square", "3.2", DARK)];
/// Where the colours run out the shape changes.
const OTHERS: [Shape; 4] = [
    Shape::Point("triangle", "2.2", DARK),
    Shape::Point("pentagon", "2.0", DARK),
    Shape::Point("star", "2.6", DARK),
    Shape::Point("cross_fill", "2.2", DARK),
];
const COMPLEX: Shape = Shape::Point("diamond", "4.4", DARK);

/// The colour of a verdict.
fn colour(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::WithinLower => GOOD,
        Verdict::WithinUpper => FAIR,
        Verdict::Beyond => POOR,
        Verdict::BeyondHorizon => WORST,
        Verdict::Unreachable => APART,
        Verdict::Unsnapped => GREY,
        Verdict::Uncertain => DOUBT,
    }
}

/// The norms in the order of their styles: the first norm made of norms is the default.
fn in_order<'w, 'r>(wide: &'w Wide<'r>) -> Vec<&'w super::Tested<'r>> {
    let mut all: Vec<_> = wide.tested.iter().collect();
    all.sort_by_key(|tested| tested.norm.category().is_some());
    all
}

/// Addresses by their verdict, a style for each norm.
pub(super) fn verdicts(wide: &Wide<'_>, layer: &str) -> Vec<LayerStyle> {
    let styles = in_order(wide).into_iter().map(|tested| {
        let column = wide.names.column("{c}_class", &[("c", &tested.norm.id)]);
        let labels = Verdict::ALL.map(|verdict| {
            let label = wide.language().verdict(verdict, tested.limits);
            Class::value(label, colour(verdict), DOT)
        });
        style(layer, &column, &labels, None)
    });
    styles.collect()
}

/// Areas by the share of addresses within the upper limit, a style for each norm.
pub(super) fn shares(wide: &Wide<'_>, layer: &str) -> Vec<LayerStyle> {
    let styles = in_order(wide).into_iter().map(|tested| {
        let limit = tested.upper_name();
        let holes = [
            ("c", tested.norm.id.as_str()),
            ("limit", limit.as_str()),
            ("g", "addresses"),
        ];
        let column = wide.names.column("{c}_{limit}_pct_{g}", &holes);
        let name = wide.names.column("area_name", &[]);
        percentages(layer, &column, &name)
    });
    styles.collect()
}

/// Areas by a column of percentages.
pub(crate) fn percentages(layer: &str, column: &str, name: &str) -> LayerStyle {
    let label = label(name, column);
    style(layer, column, &CLASSES.map(Class::range), Some(&label))
}

/// Facilities by category: those that a norm asks for, and the others.
pub(super) fn categories(
    layer: &str,
    column: &str,
    asked: &[String],
    others: &[String],
) -> Vec<LayerStyle> {
    const TURNS: [&str; 6] = [GOOD, POOR, DOUBT, APART, FAIR, GREY];
    let mut classes = Vec::new();
    for (words, signs) in [(asked, &ASKED[..]), (others, &OTHERS)] {
        let looks = signs
            .iter()
            .flat_map(|sign| TURNS.iter().map(move |colour| (colour, *sign)));
        for (word, (colour, sign)) in words.iter().zip(looks.cycle()) {
            classes.push(Class::value(word.clone(), colour, sign));
        }
    }
    vec![style(layer, column, &classes, None)]
}

/// Complexes by whether they are clustered: yes, no, unknown.
pub(super) fn complexes(layer: &str, column: &str, words: [String; 3]) -> Vec<LayerStyle> {
    let classes = words.into_iter().zip([GOOD, POOR, DOUBT]);
    let classes: Vec<Class> = classes
        .map(|(word, colour)| Class::value(word, colour, COMPLEX))
        .collect();
    vec![style(layer, column, &classes, None)]
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// The name of a marker, its size in mm, the colour of its edge.
    Point(&'static str, &'static str, &'static str),
    Area,
}

/// One line of the legend.
struct Class {
    key: Vec<(&'static str, String)>,
    label: String,
    colour: &'static str,
    shape: Shape,
}

impl Class {
    fn value(label: String, colour: &'static str, shape: Shape) -> Self {
        let key = vec![("value", label.clone()), ("type", "string".to_owned())];
        Class {
            key,
            label,
            colour,
            shape,
        }
    }

    fn range((from, to, colour): (f64, f64, &'static str)) -> Self {
        Class {
            key: vec![("lower", from.to_string()), ("upper", to.to_string())],
            label: format!("{from}–{to} %"),
            colour,
            shape: Shape::Area,
        }
    }
}

fn style(layer: &str, column: &str, classes: &[Class], labelling: Option<&str>) -> LayerStyle {
    let areas = classes.iter().any(|class| class.shape == Shape::Area);
    let (kind, list, item) = if areas {
        ("graduatedSymbol", "ranges", "range")
    } else {
        ("categorizedSymbol", "categories", "category")
    };
    let attribute = escaped(column);
    let mut qml = format!(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n\
         <qgis version=\"3.22.0\" styleCategories=\"Symbology|Labeling\" labelsEnabled=\"{}\">\n",
        u8::from(labelling.is_some())
    );
    qml += &format!(
        " <renderer-v2 type=\"{kind}\" attr=\"{attribute}\" symbollevels=\"0\" \
         forceraster=\"0\" enableorderby=\"0\" graduatedMethod=\"GraduatedColor\">\n  <{list}>\n"
    );
    for (number, class) in classes.iter().enumerate() {
        let key: Vec<String> = class
            .key
            .iter()
            .map(|(name, value)| format!("{name}=\"{}\"", escaped(value)))
            .collect();
        qml += &format!(
            "   <{item} symbol=\"{number}\" {} label=\"{}\" render=\"true\"/>\n",
            key.join(" "),
            escaped(&class.label)
        );
    }
    qml += &format!("  </{list}>\n  <symbols>\n");
    for (number, class) in classes.iter().enumerate() {
        qml += &symbol(number, class.shape, class.colour);
    }
    qml += "  </symbols>\n </renderer-v2>\n";
    qml += labelling.unwrap_or_default();
    qml += " <blendMode>0</blendMode>\n <featureBlendMode>0</featureBlendMode>\n</qgis>\n";
    LayerStyle {
        layer: layer.to_owned(),
        name: column.to_owned(),
        qml,
    }
}

/// The name of an area and its share beneath it, in dark letters with a white edge.
fn label(name: &str, share: &str) -> String {
    let column = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let (name, share) = (column(name), column(share));
    let text = format!("{name} || coalesce('\\n' || format_number({share}, 1) || ' %', '')");
    format!(
        " <labeling type=\"simple\">\n  <settings calloutType=\"simple\">\n   \
         <text-style fieldName=\"{}\" isExpression=\"1\" fontFamily=\"Sans Serif\" fontSize=\"8\" \
         fontSizeUnit=\"Point\" textColor=\"{DARK}\" textOpacity=\"1\">\n    \
         <text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferSizeUnits=\"MM\" \
         bufferColor=\"{WHITE}\" bufferOpacity=\"0.8\"/>\n   </text-style>\n   \
         <text-format multilineAlign=\"1\"/>\n   \
         <placement placement=\"1\" centroidInside=\"1\" priority=\"8\"/>\n  \
         </settings>\n </labeling>\n",
        escaped(&text)
    )
}

fn symbol(number: usize, shape: Shape, colour: &str) -> String {
    let (kind, class, properties) = match shape {
        Shape::Point(name, size, edge) => (
            "marker",
            "SimpleMarker",
            vec![
                ("color", colour),
                ("name", name),
                ("outline_color", edge),
                ("outline_style", "solid"),
                ("outline_width", "0.1"),
                ("size", size),
                ("size_unit", "MM"),
            ],
        ),
        Shape::Area => (
            "fill",
            "SimpleFill",
            vec![
                ("color", colour),
                ("outline_color", "120,110,105,255"),
                ("outline_style", "solid"),
                ("outline_width", "0.26"),
                ("outline_width_unit", "MM"),
                ("style", "solid"),
            ],
        ),
    };
    // Before 3.26 QGIS reads `prop`, since then `Option`.
    let options = properties.iter().map(|(name, value)| {
        format!("      <Option type=\"QString\" name=\"{name}\" value=\"{value}\"/>\n")
    });
    let old = properties
        .iter()
        .map(|(name, value)| format!("     <prop k=\"{name}\" v=\"{value}\"/>\n"));
    let (options, old): (String, String) = (options.collect(), old.collect());
    format!(
        "   <symbol type=\"{kind}\" name=\"{number}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\n    \
         <layer class=\"{class}\" enabled=\"1\" locked=\"0\" pass=\"0\">\n     <Option type=\"Map\">\n\
         {options}     </Option>\n{old}    </layer>\n   </symbol>\n"
    )
}

/// Text between quotes in XML.
fn escaped(text: &str) -> String {
    let named = text.replace('&', "&amp;").replace('<', "&lt;");
    named.replace('>', "&gt;").replace('"', "&quot;")
}
