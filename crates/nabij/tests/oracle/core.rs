//! The library's answers to a case, through its public doors only.

use nabij::{
    Accessibility, AttachedFacilities, AttachedOrigins, Barriers, Bench, Category, Components,
    Facilities, Graph, Length, Network, NetworkError, Origins, Profile, RestPoints, Snapper,
};

use crate::case::Case;

/// Everything that the library makes of a case.
#[allow(dead_code)] // the laws read only a part
pub struct Core {
    pub network: Network,
    pub profile: Profile,
    pub base: Components,
    pub graph: Graph,
    pub facilities: Facilities,
    pub attached: AttachedFacilities,
    pub origins: AttachedOrigins,
    pub horizon: Length,
}

pub fn network(case: &Case) -> Result<Network, NetworkError> {
    let mut builder = Network::builder().lines(case.lines.clone());
    for square in &case.squares {
        builder = builder.square(square.clone());
    }
    for (vertex, attributes) in &case.nodes {
        builder = builder.node(*vertex, attributes.clone());
    }
    builder.build()
}

pub fn profile(case: &Case) -> Profile {
    if case.step_free {
        Profile::ADULT.without_steps("step_free")
    } else {
        Profile::ADULT
    }
}

pub fn snapper<'n>(
    case: &Case,
    network: &'n Network,
    profile: &Profile,
    base: &Components,
    barriers: &'n Barriers,
) -> Snapper<'n> {
    let mm = Length::millimetres;
    let mut snapper = Snapper::new(
        network,
        profile,
        base,
        mm(case.min_component),
        mm(case.max_snap),
    );
    if case.barred {
        snapper = snapper.barred_by(barriers);
    }
    if let Some(reach) = case.named_street {
        snapper = snapper.named_street(mm(reach));
    }
    snapper
}

pub fn barriers(case: &Case) -> Barriers {
    Barriers::new(case.barriers.clone())
        .walls(case.fences.clone())
        .buildings(case.buildings.clone())
}

impl Core {
    pub fn new(case: &Case) -> Core {
        Core::walking(case, profile(case))
    }

    pub fn walking(case: &Case, profile: Profile) -> Core {
        let network = network(case).unwrap();
        let base = Components::new(&network, &Profile::ADULT);
        let facilities = Facilities::new(case.facilities.clone()).unwrap();
        let origins = Origins::new(case.origins.clone()).unwrap();
        let barriers = barriers(case);
        let snapper = snapper(case, &network, &profile, &base, &barriers);
        let attached = AttachedFacilities::new(&facilities, &snapper);
        let origins = AttachedOrigins::new(
            &origins,
            &snapper,
            &attached,
            Length::millimetres(case.direct),
            &barriers,
        );
        Core {
            graph: Graph::new(&network, &profile),
            network,
            profile,
            base,
            facilities,
            attached,
            origins,
            horizon: Length::millimetres(case.horizon),
        }
    }

    pub fn access(&self) -> Accessibility<'_> {
        Accessibility {
            network: &self.network,
            graph: &self.graph,
            facilities: &self.facilities,
            attached: &self.attached,
            horizon: self.horizon,
        }
    }

    /// The benches of the case, and the doors of categories that offer a seat.
    #[allow(dead_code)]
    pub fn rest_points(&self, case: &Case, seats: &[Category]) -> RestPoints {
        let barriers = barriers(case);
        let snapper = snapper(case, &self.network, &self.profile, &self.base, &barriers);
        let benches = case.benches.iter().map(|(id, point)| Bench {
            id: id.clone(),
            point: *point,
        });
        let reach = Length::millimetres(case.reach);
        let points = RestPoints::new(benches, &self.network, &snapper, reach);
        seats.iter().fold(points, |points, category| {
            points.with_seats(category, &self.facilities, &self.attached, &self.network)
        })
    }
}
