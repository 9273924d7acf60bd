//! What vacuum may do in a second.

use crate::Input;

/// The cost that all autovacuum workers together may run up in a second; none
/// where nothing holds them back. -1 stands for the value of VACUUM by hand.
pub(super) fn cost_a_second(input: &Input<'_>) -> Option<f64> {
    let of = |own, by_hand| {
        let own = input.settings.real(own).filter(|&value| value >= 0.0);
        own.or_else(|| input.settings.real(by_hand))
    };
    let delay_ms = of("autovacuum_vacuum_cost_delay", "vacuum_cost_delay")?;
    let limit = of("autovacuum_vacuum_cost_limit", "vacuum_cost_limit")?;
    (delay_ms > 0.0).then_some(limit / delay_ms * 1000.0)
}
