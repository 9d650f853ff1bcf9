//! Service areas of the bundled town as a table, beside the rows of its study.

use std::collections::BTreeMap;

use arrow_array::{Array, BooleanArray, Float64Array, StringArray, cast::AsArray};
use geo_types::Geometry;
use nabij::{Category, FacilityId, How, Length};
use nabij_io::{City, Job, OutTable, StudyFile, service_area_table, town};

fn with_town<T>(look: impl FnOnce(&Job<'_>) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    town::write(folder.path()).unwrap();
    let study = StudyFile::read(folder.path().join("study.toml")).unwrap();
    let city = City::read(&study, &|_| ()).unwrap();
    look(&Job::run(&city, None).unwrap())
}

fn numbers<'t>(table: &'t OutTable, name: &str) -> &'t Float64Array {
    let column = table.batch.column_by_name(name).unwrap();
    column.as_any().downcast_ref().unwrap()
}

fn texts<'t>(table: &'t OutTable, name: &str) -> &'t StringArray {
    let column = table.batch.column_by_name(name).unwrap();
    column.as_any().downcast_ref().unwrap()
}

fn pharmacies(job: &Job<'_>) -> Vec<FacilityId> {
    job.city.facilities.of(&Category::PHARMACY).collect()
}

fn mm(metres: f64) -> u32 {
    (metres * 1000.0).round() as u32
}

/// Every stretch of merged areas by edge, and what lies in them.
fn covers(table: &OutTable) -> impl Fn(&str, u32) -> bool {
    let mut by_edge: BTreeMap<String, Vec<(u32, u32)>> = BTreeMap::new();
    for row in 0..table.batch.num_rows() {
        let ends = (
            mm(numbers(table, "start_m").value(row)),
            mm(numbers(table, "end_m").value(row)),
        );
        let edge = texts(table, "edge").value(row).to_owned();
        by_edge.entry(edge).or_default().push(ends);
    }
    move |edge, at| {
        let parts = by_edge.get(edge).map_or(&[][..], Vec::as_slice);
        parts.iter().any(|(start, end)| *start <= at && at <= *end)
    }
}

#[test]
fn one_row_per_stretch_with_its_line() {
    with_town(|job| {
        let limits = [Length::metres(500), Length::metres(300)];
        let table = service_area_table(job.city, &job.prepared, &pharmacies(job), &limits, false);
        let schema = table.batch.schema();
        let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
        assert_eq!(
            names,
            [
                "facility", "category", "limit_m", "edge", "start_m", "end_m", "length_m",
                "street", "sight"
            ]
        );
        assert_eq!(table.name, "service_areas");
        assert_eq!(table.crs.as_ref(), Some(job.city.streets.frame.crs()));
        let geometry = table.geometry.as_ref().unwrap();
        assert!(table.batch.num_rows() > 100);
        assert_eq!(geometry.len(), table.batch.num_rows());
        let [start, end, length, limit] =
            ["start_m", "end_m", "length_m", "limit_m"].map(|name| numbers(&table, name));
        let mut order: Vec<(&str, u32)> = Vec::new();
        for (row, geometry) in geometry.iter().enumerate() {
            let whole = mm(end.value(row)) - mm(start.value(row));
            assert_eq!(mm(length.value(row)), whole);
            let Some(Geometry::LineString(line)) = geometry else {
                assert!(whole <= 2, "{whole} mm without a line");
                continue;
            };
            let drawn: f64 = line.lines().map(|part| part.dx().hypot(part.dy())).sum();
            let points = line.0.len() as f64;
            assert!((drawn - length.value(row)).abs() <= 0.002 * points, "{row}");
            order.push((texts(&table, "facility").value(row), mm(limit.value(row))));
        }
        assert!(order.is_sorted(), "by facility and limit");
        order.dedup();
        // Two limits for each pharmacy on the network.
        let on = |id: &&FacilityId| !job.prepared.facilities().of(**id).is_empty();
        assert_eq!(order.len(), 2 * pharmacies(job).iter().filter(on).count());
        let sight: &BooleanArray = table.batch.column_by_name("sight").unwrap().as_boolean();
        assert_eq!(sight.null_count(), 0);
    });
}

#[test]
fn an_address_is_in_the_merged_area_if_its_row_is_within_the_limit() {
    with_town(|job| {
        let network = &job.city.streets.network;
        let norms = job.city.norms.norms();
        let pharmacy = norms.iter().position(|norm| norm.id == "pharmacy").unwrap();
        for limit in [300, 500, 800] {
            let limit = Length::metres(limit);
            let table =
                service_area_table(job.city, &job.prepared, &pharmacies(job), &[limit], true);
            assert_eq!(
                texts(&table, "facility").null_count(),
                table.batch.num_rows()
            );
            let covers = covers(&table);
            let (mut within, mut beyond) = (0, 0);
            for row in &job.scored.rows {
                let street = row.answer.filter(|_| usize::from(row.norm) == pharmacy);
                let Some((answer, (_, at))) = street.and_then(|a| Some((a, a.street?))) else {
                    continue;
                };
                assert_eq!(answer.how, How::Street);
                let homes = job.scored.attached.of(row.origin as usize);
                let home = homes[at as usize];
                let edge = network.edge(home.edge).key().to_string();
                let walk = answer.mm - home.leg.mm();
                // With several places on the network the others may be nearer to a street.
                if homes.len() == 1 {
                    assert_eq!(
                        covers(&edge, home.offset.mm()),
                        walk <= limit.mm(),
                        "{edge}"
                    );
                    *(if walk <= limit.mm() {
                        &mut within
                    } else {
                        &mut beyond
                    }) += 1;
                }
            }
            assert!(within > 100 && beyond > 100, "{within} and {beyond}");
        }
    });
}

#[test]
fn the_table_does_not_depend_on_the_order_of_what_is_asked() {
    with_town(|job| {
        let limits = [300, 500, 300].map(Length::metres);
        let mut all: Vec<FacilityId> = job.city.facilities.iter().map(|(id, _)| id).collect();
        for merged in [true, false] {
            let table = |all: &[FacilityId], limits: &[Length]| {
                service_area_table(job.city, &job.prepared, all, limits, merged)
            };
            let forwards = table(&all, &limits);
            all.reverse();
            let backwards = table(&all, &[limits[1], limits[0]]);
            assert_eq!(forwards.batch, backwards.batch);
            assert_eq!(forwards.geometry, backwards.geometry);
        }
        let none = service_area_table(job.city, &job.prepared, &[], &limits, true);
        assert_eq!(none.batch.num_rows(), 0);
    });
}
