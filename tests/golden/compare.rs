//! Compares texts and shows where they differ.

/// `None` if they are equal, otherwise the first difference with its surroundings.
pub(crate) fn difference(what: &str, expected: &str, got: &str) -> Option<String> {
    if expected == got {
        return None;
    }
    let (left, right): (Vec<_>, Vec<_>) = (expected.lines().collect(), got.lines().collect());
    let same = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    if same == left.len() && same == right.len() {
        return Some(format!("{what}: differs in its last line's end"));
    }
    let from = same.saturating_sub(2);
    let part = |lines: &[&str], sign: char| {
        let shown = lines.iter().skip(from).take(8);
        shown.map(|line| format!("  {sign} {line}\n")).collect::<String>()
    };
    let (expected, got) = (part(&left, '-'), part(&right, '+'));
    Some(format!("{what} differs in line {}:\n{expected}{got}", same + 1))
}

pub(crate) mod tests {
    use super::*;

    pub(crate) fn shown() -> bool {
        let shown = difference("stdout", "a\nb\n", "a\nc\n").unwrap_or_default();
        difference("stdout", "a", "a").is_none()
            && shown.contains("line 2")
            && shown.contains("- b")
            && shown.contains("+ c")
    }
}
