//! Named routes: what stands along them, and where it is missing.

use geo_types::LineString;
use nabij::{Course, Covered, Length, Point, Polygon, criteria::RouteParts};

use super::{observe::places, reading::Reading};
use crate::{city::City, error::JobError, reason::Reason};

/// The five elements of a route, in order.
pub(super) const ELEMENTS: [&str; 5] = ["lamp", "bench", "bin", "green", "spot"];

/// Named routes, and what may stand along them; none where there is no such layer.
#[derive(Default)]
pub(super) struct Routes {
    courses: Vec<(Course, Option<String>)>,
    points: [Option<Vec<Point>>; 4],
    green: Option<Vec<Polygon>>,
}

/// A part of a route that lacks something.
pub(super) struct Gap {
    pub route: String,
    pub element: &'static str,
    pub from_m: f64,
    pub to_m: f64,
    pub line: Vec<Point>,
}

/// One element of one route.
pub(super) struct Element {
    pub route: String,
    pub name: Option<String>,
    pub element: &'static str,
    pub whole_m: f64,
    pub met_m: Option<f64>,
    pub line: Vec<Point>,
}

impl Routes {
    pub fn read(city: &City, reading: &mut Reading<'_>) -> Result<Self, JobError> {
        let mut routes = Routes::default();
        let study = reading.study;
        for layer in &study.routes {
            let table = reading.table(layer)?;
            let id = layer.id.clone().unwrap_or_else(|| "id".to_owned());
            let found = table.lines(Some(&id))?;
            for rejected in found.rejected {
                reading.unused.push(rejected.into());
            }
            let projector = table.projector(&city.streets.frame)?;
            let (ids, names) = (table.column(&id)?, layer.name.as_ref());
            let names = names.map(|name| table.column(name)).transpose()?;
            let mut used = 0;
            for (row, lines) in &found.rows {
                let own = ids.text(*row);
                let course = one_line(&lines.0)
                    .and_then(|line| projector.line(&line))
                    .and_then(|line| {
                        let id = own.clone().unwrap_or_default();
                        Course::new(id, line).map_err(|error| Reason::Invalid(error.to_string()))
                    });
                match course {
                    Ok(course) => {
                        let name = names.as_ref().and_then(|names| names.text(*row));
                        routes.courses.push((course, name));
                        used += 1;
                    }
                    Err(reason) => reading.reject(&table, *row, own, reason),
                }
            }
            reading.tally("routes", layer, table.len(), used);
        }
        let of = |category| places(city, category);
        routes.points = [
            of("street_lamp"),
            of("bench"),
            of("waste_basket"),
            of("activity_spot"),
        ];
        routes.green = places(city, "green").map(|_| {
            let green = city.facilities.iter().map(|(_, one)| one);
            let green = green.filter(|one| one.category.as_str() == "green");
            let grounds = green.flat_map(|one| {
                let key = (one.category.clone(), one.id.clone());
                let own = city.grounds.get(&key).cloned();
                own.unwrap_or_else(|| one.polygon.iter().cloned().collect())
            });
            grounds.collect()
        });
        Ok(routes)
    }

    pub fn is_empty(&self) -> bool {
        self.courses.is_empty()
    }

    /// The five elements along a course.
    fn covered(&self, course: &Course, spacing_mm: &[u32; 6]) -> [Option<Covered>; 5] {
        let [lamp, bench, bin, green, spot, reach] = spacing_mm.map(Length::millimetres);
        let [lamps, benches, bins, spots] = &self.points;
        let every = |points: &Option<Vec<Point>>, spacing| {
            let points = points.as_ref()?;
            Some(course.near_points(points, reach, spacing))
        };
        [
            lamps.as_ref().map(|points| course.within(points, lamp)),
            every(benches, bench),
            every(bins, bin),
            self.green.as_ref().map(|all| course.beside(all, green)),
            every(spots, spot),
        ]
    }

    pub fn parts(&self, spacing_mm: &[u32; 6]) -> Vec<RouteParts> {
        let courses = self.courses.iter();
        let parts = courses.map(|(course, _)| RouteParts {
            whole_mm: course.length().mm().into(),
            met_mm: self
                .covered(course, spacing_mm)
                .map(|own| Some(own?.met_mm)),
        });
        parts.collect()
    }

    /// Every element of every route, and every gap.
    pub fn told(&self, spacing_mm: &[u32; 6]) -> (Vec<Element>, Vec<Gap>) {
        let (mut elements, mut gaps) = (Vec::new(), Vec::new());
        for (course, name) in &self.courses {
            let all = self.covered(course, spacing_mm);
            for (element, covered) in ELEMENTS.into_iter().zip(all) {
                let metres = |mm: u64| mm as f64 / 1000.0;
                elements.push(Element {
                    route: course.id().to_owned(),
                    name: name.clone(),
                    element,
                    whole_m: course.length().in_metres(),
                    met_m: covered.as_ref().map(|own| metres(own.met_mm)),
                    line: course.line().to_vec(),
                });
                for (from, to) in covered.into_iter().flat_map(|own| own.gaps) {
                    gaps.push(Gap {
                        route: course.id().to_owned(),
                        element,
                        from_m: metres(from.into()),
                        to_m: metres(to.into()),
                        line: course.cut(from, to),
                    });
                }
            }
        }
        (elements, gaps)
    }
}

/// A route is one line; pieces that meet end to end are joined.
fn one_line(pieces: &[LineString<f64>]) -> Result<LineString<f64>, Reason> {
    let mut line: Vec<geo_types::Coord<f64>> = Vec::new();
    for piece in pieces {
        match line.last() {
            Some(end) if Some(end) != piece.0.first() => {
                return Err(Reason::Invalid(
                    "its pieces do not meet end to end: a route is one line".to_owned(),
                ));
            }
            Some(_) => line.extend(piece.0.iter().skip(1)),
            None => line.extend(&piece.0),
        }
    }
    Ok(LineString(line))
}
