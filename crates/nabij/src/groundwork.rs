//! What is laid once over a network before anybody searches it or is snapped to it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    components::{Components, StoredComponents},
    error::NetworkError,
    network::Network,
    packed::{Bytes, Proof},
    parallel,
    profile::{Pass, Profile},
    search::{Graph, StoredGraph},
    segments::SegmentIndex,
    usable::{StoredUsable, Usable},
};

/// The index of a network's segments, and what some profiles see of it: all that does not depend on
/// facilities and origins. A [`Study`](crate::Study) that is given it need not work it out.
///
/// ```
/// use nabij::*;
/// let p = |x, y| Point::new(x * 1000, y * 1000);
/// let street = EdgeAttributes { access: Some(Access::Public), ..Default::default() };
/// let network = Network::builder().edge(p(0, 0), p(2000, 0), street).build()?;
/// let groundwork = Groundwork::new(&network, &[Profile::ADULT]);
/// assert!(groundwork.knows(&Profile::ADULT));
///
/// let facilities = Facilities::new([Facility::new("p1", Category::PHARMACY, p(500, 3))])?;
/// let norms = NormSet::new([Norm::new("pharmacy").upper(Length::metres(500))])?;
/// let origins = Origins::new([Origin::new("home", p(10, 4))])?;
/// let study = Study::new(&network, &facilities, &norms);
/// let scored = study.clone().groundwork(&groundwork).score(&origins)?;
/// assert_eq!(scored.rows, study.score(&origins)?.rows);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Groundwork {
    pub(crate) segments: Arc<SegmentIndex>,
    /// The components of the base walkable network.
    pub(crate) base: Arc<Components>,
    walked: Vec<Walked>,
}

/// What one profile sees.
#[derive(Clone, Debug)]
pub(crate) struct Walked {
    /// All that the profile asks, as text.
    profile: String,
    pub usable: Arc<Usable>,
    pub components: Arc<Components>,
    pub graph: Arc<Graph>,
    /// None where nothing is in doubt.
    pub certain: Option<Arc<Graph>>,
}

impl Walked {
    /// Works it out.
    pub fn new(network: &Network, profile: &Profile) -> Self {
        let usable = Usable::new(network, profile);
        let graphs = || {
            let doubts = !usable.is_certain();
            let certain = doubts.then(|| Graph::of_usable(network, &usable, Pass::Yes));
            let components = Components::of_usable(network, &usable);
            (certain.map(Arc::new), Arc::new(components))
        };
        let best = || Graph::of_usable(network, &usable, Pass::Unknown);
        let (graph, (certain, components)) = parallel::both(best, graphs);
        Walked {
            profile: text(profile),
            graph: Arc::new(graph),
            usable: Arc::new(usable),
            components,
            certain,
        }
    }
}

impl Groundwork {
    /// Lays it for these profiles.
    pub fn new(network: &Network, profiles: &[Profile]) -> Self {
        let segments = || SegmentIndex::new(network.segments());
        let walked = || {
            let walked = parallel::map(profiles.len(), |at| Walked::new(network, &profiles[at]));
            let base = adult(&walked).map(|own| Arc::clone(&own.components));
            let new = || Arc::new(Components::new(network, &Profile::ADULT));
            (base.unwrap_or_else(new), walked)
        };
        let (segments, (base, walked)) = parallel::both(segments, walked);
        Groundwork {
            segments: Arc::new(segments),
            base,
            walked,
        }
    }

    /// Whether it is laid for a profile.
    pub fn knows(&self, profile: &Profile) -> bool {
        self.of(profile).is_some()
    }

    /// What a profile sees, where it is laid for it.
    pub(crate) fn of(&self, profile: &Profile) -> Option<&Walked> {
        let text = text(profile);
        self.walked.iter().find(|own| own.profile == text)
    }

    /// What a profile can use, worked out where it is not laid for it.
    pub(crate) fn usable(&self, network: &Network, profile: &Profile) -> Arc<Usable> {
        let known = self.of(profile).map(|own| Arc::clone(&own.usable));
        known.unwrap_or_else(|| Arc::new(Usable::new(network, profile)))
    }

    /// It as columns, to be stored beside its network.
    pub fn stored(&self, network: &Network) -> StoredGroundwork<'static> {
        let walked = self.walked.iter().map(|own| StoredWalked {
            profile: own.profile.clone(),
            usable: own.usable.stored(),
            components: own.components.stored(),
            graph: own.graph.stored(),
            certain: own.certain.as_ref().map(|graph| graph.stored()),
        });
        let pieces = network.pieces();
        let order = SegmentIndex::order(&network.segments_of(&pieces));
        let order = order.into_iter().map(|number| pieces[number as usize]);
        StoredGroundwork {
            pieces: Bytes::of(&order.collect::<Vec<_>>()),
            base: adult(&self.walked).is_none().then(|| self.base.stored()),
            walked: walked.collect(),
        }
    }
}

/// What an adult sees, who walks on the base network.
fn adult(walked: &[Walked]) -> Option<&Walked> {
    let text = text(&Profile::ADULT);
    walked.iter().find(|own| own.profile == text)
}

/// A profile as text: two are the same when they ask the same.
fn text(profile: &Profile) -> String {
    format!("{profile:?}")
}

/// A [`Groundwork`] as columns, not looked at yet.
#[derive(Debug, Serialize, Deserialize)]
pub struct StoredGroundwork<'a> {
    /// The pieces of edges in the order in which the index keeps them: its boxes follow, and are
    /// dearer to read.
    #[serde(borrow)]
    pieces: Bytes<'a>,
    /// None where they are those of an adult.
    #[serde(borrow)]
    base: Option<StoredComponents<'a>>,
    #[serde(borrow)]
    walked: Vec<StoredWalked<'a>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredWalked<'a> {
    profile: String,
    #[serde(borrow)]
    usable: StoredUsable<'a>,
    #[serde(borrow)]
    components: StoredComponents<'a>,
    #[serde(borrow)]
    graph: StoredGraph<'a>,
    #[serde(borrow)]
    certain: Option<StoredGraph<'a>>,
}

impl StoredGroundwork<'_> {
    /// The groundwork of the network that it was laid over.
    ///
    /// # Errors
    /// [`NetworkError::Stored`] when it does not fit the network.
    pub fn check(&self, network: &Network) -> Result<Groundwork, NetworkError> {
        self.laid(network, Proof::Whole)
    }

    /// The same of bytes that are whole, and were written by this program itself: beyond what is
    /// quickly seen they are believed.
    ///
    /// # Errors
    /// [`NetworkError::Stored`] when it names what is not there.
    pub fn trust(&self, network: &Network) -> Result<Groundwork, NetworkError> {
        self.laid(network, Proof::Glance)
    }

    fn laid(&self, network: &Network, proof: Proof) -> Result<Groundwork, NetworkError> {
        let segments = || {
            let segments = network.stored_segments(&self.pieces.rows()?, proof)?;
            Some(SegmentIndex::laid(segments))
        };
        let walked = || -> Option<(Arc<Components>, Vec<Walked>)> {
            let walked =
                parallel::map(self.walked.len(), |at| self.walked[at].laid(network, proof));
            let walked: Vec<Walked> = walked.into_iter().collect::<Option<_>>()?;
            let base = match &self.base {
                Some(own) => Arc::new(own.check(network, proof)?),
                None => Arc::clone(&adult(&walked)?.components),
            };
            Some((base, walked))
        };
        let wrong = || NetworkError::Stored {
            reason: "what is laid over it does not fit it",
        };
        let (segments, walked) = parallel::both(segments, walked);
        let (base, walked) = walked.ok_or_else(wrong)?;
        Ok(Groundwork {
            segments: Arc::new(segments.ok_or_else(wrong)?),
            base,
            walked,
        })
    }
}

impl StoredWalked<'_> {
    fn laid(&self, network: &Network, proof: Proof) -> Option<Walked> {
        let usable = self.usable.check(network)?;
        let graph = |stored: &StoredGraph<'_>, least| {
            let graph = stored.check(network, &usable, least, proof);
            graph.map(Arc::new)
        };
        let certain = || match &self.certain {
            None => Some(None).filter(|_| usable.is_certain()),
            Some(stored) => Some(Some(graph(stored, Pass::Yes)?)),
        };
        let (best, certain) = parallel::both(|| graph(&self.graph, Pass::Unknown), certain);
        Some(Walked {
            profile: self.profile.clone(),
            components: Arc::new(self.components.check(network, proof)?),
            graph: best?,
            certain: certain?,
            usable: Arc::new(usable),
        })
    }
}
