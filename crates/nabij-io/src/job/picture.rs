//! The map of a job: streets, areas with their shares, every address by its verdict, one walk.

mod words;

use nabij::{Category, Edge, Norm, Point, Polygon, Side, StudyError, Verdict};

use super::Job;
use crate::{
    error::JobError,
    language::{Language, Limits},
    map::{GroundKind, LineKind, Map, MapArea, MapFacilities, MapGround, MapLine, MapWalk, svg},
    story::readable,
    study_file::StudyFile,
};
use words::{category_label, percent, share_label, subtitle};

impl Job<'_> {
    /// Draws the verdicts of one norm, with the walk of the origin farthest beyond the limit.
    pub(super) fn draw(&self, study: &StudyFile, norm: &str) -> Result<String, JobError> {
        let norms = &self.city.norms;
        let not_found = || StudyError::NotFound {
            what: "norm",
            id: norm.to_owned(),
        };
        let number = norms.position(norm).ok_or_else(not_found)?;
        let norm = norms.norms().get(number).ok_or_else(not_found)?;
        let language = study.language;
        let walk = self.farthest(number, norm, language)?;
        let areas = self.map_areas(number);
        let water = self.water();
        let squares = self
            .city
            .streets
            .network
            .squares()
            .iter()
            .map(|square| MapGround {
                kind: GroundKind::Square,
                polygon: square.polygon(),
            });
        let water = water.iter().map(|polygon| MapGround {
            kind: GroundKind::Water,
            polygon,
        });
        let labels: Vec<(&Category, String)> = self
            .categories(norm)
            .into_iter()
            .map(|category| (category, category_label(category, language)))
            .collect();
        let credit = if self.city.streets.of_osm {
            "© OpenStreetMap contributors"
        } else {
            ""
        };
        let map = Map {
            title: study.title.as_deref().unwrap_or_default(),
            subtitle: &subtitle(study, norm),
            language,
            limits: Limits::of(norm),
            lines: self.city.streets.network.edges().filter_map(line).collect(),
            grounds: water.chain(squares).collect(),
            areas: areas
                .iter()
                .map(|(name, share, polygons)| MapArea {
                    name,
                    share,
                    polygons,
                })
                .collect(),
            share_label: &share_label(norm, language),
            origins: self.verdicts(number),
            facilities: labels
                .iter()
                .map(|(category, label)| MapFacilities {
                    label,
                    places: self.places(category),
                })
                .collect(),
            walk: walk.as_ref().map(|(label, line)| MapWalk { label, line }),
            source: study.attribution.as_deref().unwrap_or(credit),
        };
        Ok(svg(&map))
    }

    /// Barriers that are polygons of a layer of their own. OSM's rings are left out: among them
    /// are walls around gardens.
    fn water(&self) -> Vec<Polygon> {
        let streets = &self.city.streets;
        let mut polygons: Vec<Vec<Vec<Point>>> = Vec::new();
        for ring in streets.barriers.rings().filter(|_| streets.own_barriers) {
            // A hole comes after the ring that it lies in.
            let outer = polygons.last().and_then(|rings| rings.first());
            let outer = outer.map(|outer| Polygon::new([outer.clone()]));
            let within = |p: &Point| {
                let side = outer.as_ref().map(|outer| outer.side(*p));
                side.is_some_and(|side| side != Side::Outside)
            };
            match polygons.last_mut() {
                Some(rings) if ring.iter().all(within) => rings.push(ring.to_vec()),
                _ => polygons.push(vec![ring.to_vec()]),
            }
        }
        polygons.into_iter().map(Polygon::new).collect()
    }

    /// Where each origin is that the norm applies to, and its verdict.
    fn verdicts(&self, number: usize) -> Vec<(Point, Verdict)> {
        let rows = self.scored.rows.iter();
        rows.filter(|row| usize::from(row.norm) == number)
            .map(|row| {
                let place = self.city.origins.place(row.origin as usize);
                (place, row.verdict)
            })
            .collect()
    }

    /// The walk of the origin that is farthest beyond the limit, and its label.
    fn farthest(
        &self,
        number: usize,
        norm: &Norm,
        language: Language,
    ) -> Result<Option<(String, Vec<Point>)>, JobError> {
        let rows = self.scored.rows.iter();
        let beyond =
            rows.filter(|row| usize::from(row.norm) == number && row.verdict == Verdict::Beyond);
        let found = beyond.filter_map(|row| Some((row.margin_mm?, row.origin, row.high?)));
        let Some((_, origin, high)) = found.min() else {
            return Ok(None);
        };
        let id = self.city.origins.ids().get(origin as usize);
        let told = self.explain(id, &norm.id)?;
        let place = self.city.origin_places.get(origin as usize);
        let home = place
            .and_then(|place| place.address.as_deref())
            .unwrap_or(id);
        let facility = told.row.facility.map(|id| self.city.facilities.get(id));
        let facility = facility.map_or("", |f| f.name.as_deref().unwrap_or(&f.id));
        let to = match language {
            Language::English => "to",
            Language::Dutch => "naar",
        };
        let limits: Vec<nabij::Length> = norm.lower.into_iter().chain(norm.upper).collect();
        let label = format!("{home} {to} {facility}: {}", readable(high, &limits));
        Ok(Some((label, told.line)))
    }

    /// Name, share and ground of each area of the finest level.
    fn map_areas(&self, number: usize) -> Vec<(String, String, &[Polygon])> {
        let own = self.city.areas.as_ref();
        let Some((own, scores)) = own.zip(self.areas.as_ref()) else {
            return Vec::new();
        };
        let Some(level) = own.areas.levels().first() else {
            return Vec::new();
        };
        let mut areas = Vec::new();
        for (area, (id, name)) in level.ids.iter().zip(&level.names).enumerate() {
            let row = scores.row(0, area, number, None);
            let share = row.and_then(|row| row.upper.share);
            areas.push((
                name.clone().unwrap_or_else(|| id.clone()),
                share.map_or(String::new(), percent),
                own.areas.polygons(area),
            ));
        }
        areas
    }

    /// The categories that a norm and its parts ask for, each once.
    fn categories<'n>(&'n self, norm: &'n Norm) -> Vec<&'n Category> {
        let norms = &self.city.norms;
        let mut categories: Vec<&Category> = norm.category().into_iter().collect();
        for part in norm.test.parts().map_or(&[][..], |(_, parts)| parts) {
            let part = norms.position(part).and_then(|at| norms.norms().get(at));
            categories.extend(part.into_iter().flat_map(|part| self.categories(part)));
        }
        categories.sort_unstable();
        categories.dedup();
        categories
    }

    /// The first door of each facility of a category, and its name.
    fn places(&self, category: &Category) -> Vec<(Point, &str)> {
        let facilities = &self.city.facilities;
        let place = |id| {
            let facility = facilities.get(id);
            let door = facility.doors.first()?;
            Some((door.point, facility.name.as_deref().unwrap_or_default()))
        };
        facilities.of(category).filter_map(place).collect()
    }
}

/// An edge as a line of the map; lines of sight across a square are none.
fn line(edge: Edge<'_>) -> Option<MapLine<'_>> {
    let attributes = edge.attributes();
    let yes = |known: Option<bool>| known == Some(true);
    let kind = if attributes.visibility {
        return None;
    } else if yes(attributes.bridge) {
        LineKind::Bridge
    } else if yes(attributes.tunnel) {
        LineKind::Tunnel
    } else if yes(attributes.steps) {
        LineKind::Steps
    } else if attributes.is_private() {
        LineKind::Private
    } else {
        LineKind::Street
    };
    let line = edge.geometry();
    Some(MapLine { kind, line })
}
