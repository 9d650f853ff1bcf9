//! How much a facility counts that is so far away.

use crate::{error::CatchmentError, length::Length};

/// How far people go for a facility, and how much less the farther one counts.
///
/// ```
/// use nabij::{Catchment, Length};
/// let m = Length::metres;
/// let stepped = Catchment::steps([(m(400), 1.0), (m(800), 0.68), (m(1200), 0.22)])?;
/// assert_eq!(stepped.weight(m(400)), 1.0); // limits are inclusive
/// assert_eq!(stepped.weight(Length::millimetres(400_001)), 0.68);
/// assert_eq!(stepped.weight(Length::millimetres(1_200_001)), 0.0);
/// assert_eq!(stepped.farthest(), m(1200));
/// assert!(Catchment::steps([(m(400), 0.5), (m(800), 0.6)]).is_err()); // nearer counts for less
/// # Ok::<(), nabij::CatchmentError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catchment(Decay);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Decay {
    /// Up to each limit, inclusively, so many parts.
    Steps(Vec<(Length, i64)>),
    Gaussian {
        sigma: Length,
        farthest: Length,
    },
}

impl Catchment {
    /// Weights are whole numbers of these parts, so that sums do not depend on any order.
    const WHOLE: f64 = 1e15;

    /// Everything within a limit, inclusively, counts in full.
    pub fn binary(limit: Length) -> Self {
        Catchment(Decay::Steps(vec![(limit, Self::WHOLE as i64)]))
    }

    /// Up to each limit, inclusively, its weight; beyond the last one nothing. Limits rise; weights
    /// are between 0 and 1 and do not rise.
    ///
    /// # Errors
    /// [`CatchmentError::NoSteps`], [`CatchmentError::Limit`] and [`CatchmentError::Weight`] where
    /// they are none of this.
    pub fn steps(steps: impl IntoIterator<Item = (Length, f64)>) -> Result<Self, CatchmentError> {
        let mut known: Vec<(Length, i64)> = Vec::new();
        let mut most = 1.0;
        for (step, (limit, weight)) in (1..).zip(steps) {
            if let Some((before, _)) = known.last().filter(|(before, _)| limit <= *before) {
                let before = *before;
                return Err(CatchmentError::Limit {
                    step,
                    limit,
                    before,
                });
            }
            if !(0.0..=most).contains(&weight) {
                return Err(CatchmentError::Weight { step, weight, most });
            }
            most = weight;
            known.push((limit, (weight * Self::WHOLE).round() as i64));
        }
        if known.is_empty() {
            return Err(CatchmentError::NoSteps);
        }
        Ok(Catchment(Decay::Steps(known)))
    }

    /// exp(−d² ÷ 2σ²) up to `farthest`, inclusively; beyond it nothing.
    ///
    /// # Errors
    /// [`CatchmentError::Sigma`] when sigma is zero.
    pub fn gaussian(sigma: Length, farthest: Length) -> Result<Self, CatchmentError> {
        if sigma == Length::ZERO {
            return Err(CatchmentError::Sigma);
        }
        Ok(Catchment(Decay::Gaussian { sigma, farthest }))
    }

    /// Beyond this nothing counts: how far pairs must be looked for.
    pub fn farthest(&self) -> Length {
        match &self.0 {
            Decay::Steps(steps) => steps.last().map_or(Length::ZERO, |(limit, _)| *limit),
            Decay::Gaussian { farthest, .. } => *farthest,
        }
    }

    /// How much a facility at this distance counts, between 0 and 1.
    pub fn weight(&self, distance: Length) -> f64 {
        self.parts(distance.mm()) as f64 / Self::WHOLE
    }

    /// The same in parts of [`Catchment::WHOLE`].
    pub(super) fn parts(&self, mm: u32) -> i64 {
        match &self.0 {
            Decay::Steps(steps) => {
                let at = steps.partition_point(|(limit, _)| limit.mm() < mm);
                steps.get(at).map_or(0, |(_, parts)| *parts)
            }
            Decay::Gaussian { farthest, .. } if mm > farthest.mm() => 0,
            Decay::Gaussian { sigma, .. } => {
                let far = f64::from(mm) / f64::from(sigma.mm());
                (Self::WHOLE * (-far * far / 2.0).exp()).round() as i64
            }
        }
    }
}
