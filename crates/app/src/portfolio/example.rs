//! Column maps and the register that come with the program.

/// A made-up register of twenty models.
pub(super) const EXAMPLE_REGISTER: &str =
    include_str!("../../../../examples/portfolio/register.csv");
/// How its columns are read.
pub(super) const EXAMPLE_MAP: &str = include_str!("../../../../examples/portfolio/map.toml");

/// Maps by the name `--map` takes.
pub(super) const MAPS: [(&str, &str); 1] =
    [("epoch", include_str!("../../../../examples/portfolio/epoch.toml"))];
