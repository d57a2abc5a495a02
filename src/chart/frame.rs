//! Axes and grid by plotters, and where on the page its coordinates fall.

use super::axis::{TimeAxis, ValueAxis};
use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint};
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::*;
use std::ops::Range;

/// Pixels to the right of the plot at least: half a label of the time axis.
pub(super) const RIGHT: u32 = 26;
/// Pixels below the plot: the labels of the time axis.
pub(super) const BOTTOM: u32 = 30;
/// plotters writes fonts smaller than asked by this factor; this makes it 12 pixels.
const FONT_SIZE: f64 = 12.0 * 1.24;

/// What plotters drew, and what became of the places asked for.
pub(super) struct Frame {
    /// SVG elements without their root, in `currentColor`.
    pub(super) svg: String,
    /// The pixels of each place, in order.
    pub(super) pixels: Vec<(i32, i32)>,
}

/// A linear axis whose ticks are given; plotters' own cannot be labelled with them.
struct Ticked {
    ends: (f64, f64),
    ticks: Vec<f64>,
}

impl Ranged for Ticked {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        let share = (value - self.ends.0) / (self.ends.1 - self.ends.0);
        from + (share * f64::from(to - from)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.clone()
    }

    fn range(&self) -> Range<f64> {
        self.ends.0..self.ends.1
    }
}

/// Draws the axes on `size` pixels, leaving (`top`, `left`, `right`) free for labels.
pub(super) fn draw(
    size: (u32, u32),
    (top, left, right): (u32, u32, u32),
    time: &TimeAxis,
    value: &ValueAxis,
    places: &[(f64, f64)],
) -> Result<Frame, DrawingAreaErrorKind<std::io::Error>> {
    let mut svg = String::new();
    let mut pixels = Vec::with_capacity(places.len());
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let values = if value.is_inverted() { (value.high, value.low) } else { (value.low, value.high) };
        let mut chart = ChartBuilder::on(&area)
            .margin_top(top)
            .margin_right(right)
            .y_label_area_size(left)
            .x_label_area_size(BOTTOM)
            .build_cartesian_2d(
                Ticked { ends: (time.low, time.high), ticks: time.ticks.clone() },
                Ticked { ends: values, ticks: value.ticks.clone() },
            )?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(BLACK.mix(0.15))
            .axis_style(BLACK.mix(0.5))
            .label_style(("sans-serif", FONT_SIZE).into_font().color(&BLACK.mix(0.8)))
            .x_label_formatter(&|number| time.label(*number))
            .y_label_formatter(&|number| value.label(*number))
            .draw()?;
        pixels.extend(places.iter().map(|place| chart.backend_coord(place)));
        area.present()?;
    }
    Ok(Frame { svg: body(&svg), pixels })
}

/// The elements within the root, their black turned into the page's own colour.
fn body(svg: &str) -> String {
    let from = svg.find("<svg").and_then(|root| svg[root..].find('>').map(|end| root + end + 1));
    let to = svg.rfind("</svg>");
    let (Some(from), Some(to)) = (from, to) else {
        return String::new();
    };
    svg[from..to].trim().replace("#000000", "currentColor")
}
