//! A counter of a page: the sum of the series that are meant.

use super::page::{after_name, sample};
use super::selector::Selector;

/// The text of a page of metrics.
pub(super) struct Page<'a>(pub(super) &'a str);

impl Page<'_> {
    /// The sum of the series that a selector means. A service counts a status from its
    /// first answer with it on: where others of the name are there, none of those meant
    /// is a sum of 0.
    ///
    /// # Errors
    /// The name is not on the page, or a line of it cannot be read.
    pub(super) fn sum(&self, selector: &Selector) -> Result<f64, String> {
        let mut sum = None;
        for (index, line) in self.0.lines().enumerate() {
            let Some(rest) = after_name(line, &selector.name) else {
                continue;
            };
            let said = || format!("line {} of the page is not as the format says", index + 1);
            let line = sample(rest).ok_or_else(said)?;
            let counted = if selector.fits(&line) {
                line.value
            } else {
                0.0
            };
            *sum.get_or_insert(0.0) += counted;
        }
        match sum {
            None => Err(format!("the page has no {}", selector.name)),
            Some(sum) if sum.is_finite() && sum >= 0.0 => Ok(sum),
            Some(sum) => Err(format!("{selector} comes to {sum}, which counts nothing")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Page, Selector};

    const PAGE: &str = "\
# HELP a_total What \\n is counted.
# TYPE a_total counter
a_total{code=\"200\"} 10
a_total{code=\"404\"} 2 1700000000000
a_total{code=\"500\"} 3

b_total 0.5
bad_total{code=\"200\" 1
odd_total NaN
";

    #[test]
    fn what_is_meant_is_summed() {
        let sum = |selector: &str| Page(PAGE).sum(&Selector::parse(selector).unwrap());
        for (selector, said) in [
            ("a_total", 15.0),
            ("a_total{code!=\"200\"}", 5.0),
            ("a_total{code=~\"5..\"}", 3.0),
            ("a_total{code=~\"6..\"}", 0.0),
            ("b_total", 0.5),
        ] {
            assert_eq!(sum(selector), Ok(said), "{selector}");
        }
        for (selector, why) in [
            ("c_total", "the page has no c_total"),
            ("a", "the page has no a"),
            ("bad_total", "line 8 of the page is not as the format says"),
            ("odd_total", "odd_total comes to NaN, which counts nothing"),
        ] {
            assert_eq!(sum(selector), Err(why.to_owned()));
        }
    }
}
