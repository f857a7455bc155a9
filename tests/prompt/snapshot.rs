//! Screens that are kept as text, and the picture of one. `UPDATE_SCREENS=1` writes them.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use crate::session::Session;

fn place(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn updates() -> bool {
    std::env::var_os("UPDATE_SCREENS").is_some()
}

/// Waits until the screen is the one that is kept under that name.
#[track_caller]
pub(crate) fn matches(session: &mut Session, name: &str) {
    let file = place(&format!("tests/prompt/screens/{name}.txt"));
    if updates() {
        fs::write(&file, session.screen() + "\n").expect("a screen to keep");
    }
    let wanted = fs::read_to_string(&file).expect("a screen that is kept");
    session
        .wait(&format!("the screen {name}:\n{wanted}\nbut"), |screen| screen == wanted.trim_end());
}

/// As [`matches`], for a picture.
#[track_caller]
pub(crate) fn pictured(session: &mut Session, file: &str, rows: u16, columns: u16) {
    let file = place(file);
    if updates() {
        fs::write(&file, session.with(|screen| svg(screen, rows, columns))).expect("a picture");
    }
    let wanted = fs::read_to_string(&file).expect("a picture that is kept");
    session.wait_for("the picture", |screen| svg(screen, rows, columns) == wanted);
}

/// Sizes of a character, in pixels.
const WIDTH: f32 = 8.4;
const HEIGHT: f32 = 18.0;

fn svg(screen: &vt100::Screen, rows: u16, columns: u16) -> String {
    let (width, height) = (f32::from(columns) * WIDTH + 24.0, f32::from(rows) * HEIGHT + 24.0);
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1e2127\"/>"
    );
    let cursor = screen.cursor_position();
    for row in 0..rows {
        let y = 12.0 + f32::from(row) * HEIGHT + 13.5;
        if cursor.0 == row {
            let x = 12.0 + f32::from(cursor.1) * WIDTH;
            let _ = writeln!(
                out,
                "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#abb2bf\" opacity=\"0.6\"/>",
                y - 13.5
            );
        }
        let mut column = 0;
        while column < columns {
            let Some(cell) = screen.cell(row, column) else { break };
            let style = (colour(cell.fgcolor()), cell.bold(), cell.underline());
            let (start, mut text) = (column, String::new());
            while let Some(cell) = screen.cell(row, column).filter(|_| column < columns) {
                if (colour(cell.fgcolor()), cell.bold(), cell.underline()) != style {
                    break;
                }
                text.push_str(if cell.has_contents() { cell.contents() } else { " " });
                column += 1;
            }
            if text.trim().is_empty() {
                continue;
            }
            let weight = if style.1 { " font-weight=\"bold\"" } else { "" };
            let line = if style.2 { " text-decoration=\"underline\"" } else { "" };
            let text = text.trim_end();
            let length = text.chars().count() as f32 * WIDTH;
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let _ = writeln!(
                out,
                "<text x=\"{:.1}\" y=\"{y:.1}\" fill=\"{}\"{weight}{line} textLength=\"{length:.1}\" xml:space=\"preserve\">{text}</text>",
                12.0 + f32::from(start) * WIDTH,
                style.0
            );
        }
    }
    out.push_str("</svg>\n");
    out
}

fn colour(colour: vt100::Color) -> &'static str {
    match colour {
        vt100::Color::Idx(1) => "#e06c75",
        vt100::Color::Idx(2) => "#98c379",
        vt100::Color::Idx(3) => "#e5c07b",
        vt100::Color::Idx(4) => "#61afef",
        vt100::Color::Idx(5) => "#c678dd",
        vt100::Color::Idx(6) => "#56b6c2",
        vt100::Color::Idx(8) => "#7f848e",
        vt100::Color::Idx(_) | vt100::Color::Rgb(..) | vt100::Color::Default => "#dcdfe4",
    }
}
