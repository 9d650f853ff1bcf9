//! The names of areas with their results, where they cover least.

use geo::{Area, BoundingRect, Coord, InteriorPoint, Intersects, Simplify};
use geo_types::{MultiPolygon, Polygon};

use super::{Map, crowd::Crowd, text};

/// Sizes of the name and of the result, in pixels.
const NAME: i64 = 13;
const SHARE: i64 = 17;
/// So many places are tried along each side of an area.
const TRIES: i64 = 24;

/// Where a label stands: its middle, half its width, half its height, in pixels.
#[derive(Clone, Copy, Debug)]
struct Frame {
    x: i64,
    y: i64,
    half_width: i64,
    half_height: i64,
}

impl Frame {
    fn overlaps(&self, other: &Frame) -> bool {
        (self.x - other.x).abs() < self.half_width + other.half_width
            && (self.y - other.y).abs() < self.half_height + other.half_height
    }

    fn corners(&self) -> ((i64, i64), (i64, i64)) {
        (
            (self.x - self.half_width, self.y - self.half_height),
            (self.x + self.half_width, self.y + self.half_height),
        )
    }
}

/// One area's label before it has a place.
struct Label<'a> {
    name: &'a str,
    share: &'a str,
    /// Its largest part in view, without bends too small to matter.
    part: Polygon<f64>,
    size: f64,
}

/// Writes each area's label in the largest part of it that is in view (`areas`), the largest area
/// first; one that finds no place free of other labels is left out.
pub(super) fn write(
    out: &mut String,
    map: &Map<'_>,
    areas: &[MultiPolygon<f64>],
    crowd: &Crowd,
    size: (i64, i64),
) {
    let mut labels: Vec<Label<'_>> = Vec::new();
    for (area, parts) in map.areas.iter().zip(areas) {
        let sizes = parts.iter().map(|part| (part, part.unsigned_area()));
        if let Some((part, size)) = sizes.max_by(|a, b| a.1.total_cmp(&b.1)) {
            labels.push(Label {
                name: area.name,
                share: area.share,
                part: part.simplify(5.0),
                size,
            });
        }
    }
    let by_size = |a: &Label<'_>, b: &Label<'_>| b.size.total_cmp(&a.size);
    labels.sort_by(|a, b| by_size(a, b).then_with(|| (a.name, a.share).cmp(&(b.name, b.share))));
    let mut placed: Vec<Frame> = Vec::new();
    for label in labels {
        if let Some(frame) = label.place(crowd, &placed, size) {
            label.write(out, frame);
            placed.push(frame);
        }
    }
}

impl Label<'_> {
    /// The place within the area where it hides least, not far from the area's homes.
    fn place(&self, crowd: &Crowd, placed: &[Frame], (width, height): (i64, i64)) -> Option<Frame> {
        let inside = self.part.interior_point()?;
        let inside = (pixels(inside.x()), pixels(inside.y()));
        let middle = crowd.middle_of(&self.part).unwrap_or(inside);
        let bounds = self.part.bounding_rect()?;
        let (low, high) = (bounds.min(), bounds.max());
        let half_width = text::width(self.name, NAME).max(text::width(self.share, SHARE)) / 2 + 4;
        let half_height = (NAME + SHARE) / 2 + 4;
        let step = |low: f64, high: f64, at: i64| {
            let (low, high) = (pixels(low), pixels(high));
            low + (high - low) * at / TRIES
        };
        let tries = (0..=TRIES).flat_map(|row| {
            (0..=TRIES).map(move |column| (step(low.x, high.x, column), step(low.y, high.y, row)))
        });
        let within = |(x, y): (i64, i64)| {
            let place = Coord {
                x: x as f64 * 10.0,
                y: y as f64 * 10.0,
            };
            self.part.intersects(&place)
        };
        let cost = |(x, y): (i64, i64)| {
            let frame = Frame {
                x: x.min(width - half_width).max(half_width),
                y: y.min(height - half_height).max(half_height),
                half_width,
                half_height,
            };
            if !within((x, y)) || placed.iter().any(|other| other.overlaps(&frame)) {
                return None;
            }
            let (a, b) = frame.corners();
            let outside = [a, b, (a.0, b.1), (b.0, a.1)];
            let outside = outside.into_iter().filter(|corner| !within(*corner));
            let (dx, dy) = (x - middle.0, y - middle.1);
            let away = (dx * dx + dy * dy).isqrt();
            let cost = crowd.hidden(a, b) * 5 + outside.count() as i64 * 80 + away;
            Some((cost, y, x, frame))
        };
        let best = std::iter::once(inside).chain(tries).filter_map(cost);
        best.min_by_key(|(cost, y, x, _)| (*cost, *y, *x))
            .map(|(.., frame)| frame)
    }

    fn write(&self, out: &mut String, frame: Frame) {
        let line = |y: i64, size: i64, bold: bool| text::Text {
            anchor: "middle",
            colour: "#1a1a1a",
            bold,
            ..text::Text::at(frame.x, y, size)
        };
        let alone = self.name.is_empty() || self.share.is_empty();
        let shift = if alone { NAME / 2 } else { 0 };
        if !self.name.is_empty() {
            line(frame.y - 3 + shift, NAME, false).write_rimmed(out, self.name);
        }
        if !self.share.is_empty() {
            line(frame.y + NAME + 1 - shift, SHARE, true).write_rimmed(out, self.share);
        }
    }
}

/// Tenths of a pixel as whole pixels.
fn pixels(units: f64) -> i64 {
    (units / 10.0).round() as i64
}
