//! Whole parts that sum to a whole.

use std::cmp::Reverse;

/// Parts of `total` in proportion to `shares`, each rounded up or down, that sum to it exactly:
/// the largest remainders are rounded up, ties in the order given. No shares, no parts.
///
/// The caller sees to it that `total` times any share fits: both are below 10¹⁸.
pub(crate) fn apportion(total: i128, shares: &[i128]) -> Vec<i128> {
    let all: i128 = shares.iter().sum();
    if all <= 0 {
        return vec![0; shares.len()];
    }
    let mut parts: Vec<i128> = shares.iter().map(|share| total * share / all).collect();
    let left = total - parts.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|at| Reverse(total * shares[*at] % all));
    // Fewer are left than there are remainders above 0.
    for at in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        parts[at] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::apportion;

    #[test]
    fn parts_sum_to_the_whole() {
        assert_eq!(apportion(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(apportion(10, &[1, 2, 3, 0]), [2, 3, 5, 0]); // 1.67, 3.33, 5
        assert_eq!(apportion(0, &[5, 5]), [0, 0]);
        assert_eq!(apportion(7, &[0, 0]), [0, 0]);
        assert_eq!(apportion(7, &[]), [0; 0]);
        let large = 1_000_000_000_000_000;
        let parts = apportion(large, &[large - 1, 1, large]);
        assert_eq!(parts.iter().sum::<i128>(), large);
    }
}
