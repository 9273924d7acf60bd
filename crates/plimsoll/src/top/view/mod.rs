//! How each view looks, a file each, and the list that several are.

pub(super) mod events;
pub(super) mod help;
pub(super) mod server;
pub(super) mod servers;
pub(super) mod services;

use ratatui::Frame;
use ratatui::layout::{Constraint, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Cell, Paragraph, Row, Table};

use super::input::Extent;
use super::paint::{MARKED, Paint};

/// A column of a list of `T`.
pub(super) struct Column<T> {
    title: &'static str,
    width: Constraint,
    is_right: bool,
    cell: fn(&T) -> String,
}

const fn left<T>(title: &'static str, width: u16, cell: fn(&T) -> String) -> Column<T> {
    Column {
        title,
        width: Constraint::Length(width),
        is_right: false,
        cell,
    }
}

const fn right<T>(title: &'static str, width: u16, cell: fn(&T) -> String) -> Column<T> {
    Column {
        is_right: true,
        ..left(title, width, cell)
    }
}

/// A column that takes what the others leave.
const fn rest<T>(title: &'static str, width_min: u16, cell: fn(&T) -> String) -> Column<T> {
    Column {
        width: Constraint::Min(width_min),
        ..left(title, 0, cell)
    }
}

/// Draws the rows that fit, the marked one among them.
fn list<T>(
    frame: &mut Frame<'_>,
    area: Rect,
    columns: &[Column<T>],
    rows: &[T],
    looks: (Paint, usize, impl Fn(&T) -> Style),
) -> Extent {
    let (paint, marked, style) = looks;
    let room = usize::from(area.height.saturating_sub(1));
    let marked = marked.min(rows.len().saturating_sub(1));
    let first = marked
        .saturating_sub(room / 2)
        .min(rows.len().saturating_sub(room));
    let shown = rows.iter().enumerate().skip(first).take(room);
    let drawn = shown.map(|(nth, row)| {
        let style = if nth == marked {
            style(row).patch(MARKED)
        } else {
            style(row)
        };
        Row::new(
            columns
                .iter()
                .map(|column| cell(column, (column.cell)(row))),
        )
        .style(style)
    });
    let head = columns
        .iter()
        .map(|column| cell(column, column.title.to_owned()));
    let table = Table::new(drawn, columns.iter().map(|column| column.width))
        .header(Row::new(head).style(paint.head()))
        .column_spacing(1);
    frame.render_widget(table, area);
    Extent {
        rows: rows.len(),
        room,
        is_list: true,
    }
}

fn cell<T>(column: &Column<T>, text: String) -> Cell<'static> {
    let line = Line::from(Span::raw(text));
    Cell::from(if column.is_right {
        line.right_aligned()
    } else {
        line
    })
}

/// Draws a text from a line of it on.
fn page(frame: &mut Frame<'_>, area: Rect, lines: Vec<Line<'static>>, first: usize) -> Extent {
    let (rows, room) = (lines.len(), usize::from(area.height));
    let first = first.min(rows.saturating_sub(room));
    let shown: Vec<Line<'static>> = lines.into_iter().skip(first).take(room).collect();
    frame.render_widget(Paragraph::new(shown), area);
    Extent {
        rows,
        room,
        is_list: false,
    }
}
