//! Attaching doors on what was laid over a network before.

use std::sync::Arc;

use super::Snapper;
use crate::{groundwork::Groundwork, length::Length, network::Network, profile::Profile};

impl<'n> Snapper<'n> {
    /// The same on what was laid over the network before.
    pub fn on(
        groundwork: &Groundwork,
        network: &'n Network,
        profile: &Profile,
        min_component: Length,
        max_snap: Length,
    ) -> Self {
        let usable = groundwork.usable(network, profile);
        let index = Arc::clone(&groundwork.segments);
        Self::of_usable(
            (network, index),
            &usable,
            &groundwork.base,
            min_component,
            max_snap,
        )
    }
}
