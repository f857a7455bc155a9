//! Lines and blocks: how they are edited, drawn, recalled.

use std::fs;

use crate::session::Setup;
use crate::snapshot;

#[test]
fn values_and_blocks() {
    let mut session = Setup::new("values").start();
    session.enter("1 + 1");
    session.shows("\n2\n");
    session.enter("_ * 21");
    session.shows("\n42\n");
    session.keys("def area(w, h=2):\rreturn w * h\r");
    session.wait("the block", |screen| screen.ends_with("..."));
    session.keys("\r");
    session.shows("return w * h\n...\n");
    session.enter("area(3)");
    session.shows("\n6\n");
    session.keys("area('x', 1,\r2)\r");
    session.shows("TypeError");
    snapshot::matches(&mut session, "values_and_blocks");
}

#[test]
fn a_block_is_edited_as_a_block() {
    let mut session = Setup::new("block").start();
    session.keys("for i in range(3):\rprint(i)");
    session.wait("the block", |screen| screen.ends_with("print(i)"));
    // One line up, to its end, three characters back.
    session.keys("\x1b[A\x05\x1b[D\x1b[D\x7f4");
    session.wait("another number", |screen| screen.contains("range(4):"));
    session.keys("\x1b[B\x05\r\r");
    session.shows("0\n1\n2\n3\n");
    // The block is one entry of the history, and is edited again.
    session.keys("\x1b[A");
    session.wait("the block again", |screen| screen.ends_with("... \u{20}   print(i)"));
    session.keys("\x17print(i * 10)\r\r");
    session.shows("0\n10\n20\n30\n");
}

#[test]
fn enter_in_the_middle_of_a_block_begins_a_line() {
    let mut session = Setup::new("middle").start();
    session.keys("if True:\rprint('b')\x1b[A\x05\r");
    session.wait("a line between", |screen| screen.lines().count() == 3);
    session.keys("print('a')\x1b[B\x05\r\r");
    session.shows("\na\nb\n");
}

#[test]
fn backspace_takes_a_whole_step() {
    let mut session = Setup::new("backspace").start();
    session.keys("while True:\r");
    session.wait_for("the step", |screen| screen.cursor_position() == (1, 8));
    session.keys("\t");
    session.wait_for("another step", |screen| screen.cursor_position() == (1, 12));
    session.keys("\x7f");
    session.wait_for("a step back", |screen| screen.cursor_position() == (1, 8));
    session.keys("break\r");
    session.wait_for("less", |screen| screen.cursor_position() == (2, 4));
}

#[test]
fn colours_come_from_the_lexer() {
    let mut session = Setup::new("colours").start();
    session.keys("def f(): return 'x' + str(1)  # why");
    session.wait("the line", |screen| screen.ends_with("why"));
    for (word, index) in [("def", 4), ("return", 4), ("'x'", 2), ("str", 6), ("1)", 3), ("#", 8)] {
        session.wait_for(word, |screen| {
            let column = screen.contents().find(word).expect("it is there");
            screen.cell(0, column as u16).expect("a cell").fgcolor() == vt100::Color::Idx(index)
        });
    }
    let mut plain = Setup::new("plain").variable("NO_COLOR", "1").start();
    plain.keys("def");
    plain.wait("the word", |screen| screen.ends_with("def"));
    plain.wait_for("no colours", |screen| {
        screen.cell(0, 4).expect("a cell").fgcolor() == vt100::Color::Default
    });
}

#[test]
fn the_matching_bracket_is_marked() {
    let mut session = Setup::new("bracket").start();
    session.keys("f(g[0], ')')");
    let marked = |column: u16| {
        move |screen: &vt100::Screen| screen.cell(0, column).is_some_and(|cell| cell.underline())
    };
    session.wait_for("both brackets", |screen| marked(5)(screen) && marked(15)(screen));
    session.wait_for("no other", |screen| !marked(13)(screen) && !marked(7)(screen));
}

#[test]
fn wide_characters_have_their_width() {
    let mut session = Setup::new("wide").size(24, 20).start();
    session.keys("x = '日本語'");
    session.wait_for("six columns", |screen| screen.cursor_position() == (0, 16));
    session.keys("\x1b[D\x1b[D");
    session.wait_for("two characters back", |screen| screen.cursor_position() == (0, 13));
    session.keys("\x05 + '日本'");
    session.wait_for("a second row", |screen| screen.cursor_position() == (1, 5));
    session.keys("; print(len(x))\r");
    session.shows("\n5\n");
    session.enter("é = 'e\u{301}'; len(é)");
    session.shows("\n2\n");
}

#[test]
fn a_long_block_is_seen_around_the_cursor() {
    let mut session = Setup::new("tall").size(10, 40).start();
    let lines: String = (0..40).map(|n| format!("x{n} = {n}\n")).collect();
    session.keys(&format!("\x1b[200~{lines}\x1b[201~"));
    session.wait("its end", |screen| screen.contains("x39 = 39\n..."));
    session.keys(&"\x1b[A".repeat(30));
    session.wait("its middle", |screen| screen.contains("x10 = 10") && !screen.contains("x39"));
    session.wait_for("the cursor", |screen| {
        let (row, _) = screen.cursor_position();
        screen.contents().lines().nth(row.into()) == Some("... x10 = 10")
    });
    session.keys(&"\x1b[B".repeat(30));
    session.wait("its end", |screen| screen.contains("x39 = 39\n..."));
    session.keys("\r");
    session.shows("x39 = 39");
    session.enter("x0 + x39");
    session.shows("\n39\n");
}

#[test]
fn the_terminal_may_change_its_size() {
    let mut session = Setup::new("size").start();
    session.keys("print('0123456789' * 5, 'and more of it')");
    session.wait_for("one row", |screen| screen.cursor_position().0 == 0);
    session.resize(24, 30);
    session.wait_for("two rows", |screen| screen.cursor_position() == (1, 15));
    session.wait("the text", |screen| screen.ends_with("\nnd more of it')"));
    session.resize(24, 100);
    session.wait_for("one row", |screen| screen.cursor_position().1 == 45);
    session.keys("\r");
    session.shows("56789 and more of it\n");
}

#[test]
fn a_key_costs_little() {
    let mut session = Setup::new("cost").start();
    let block: String =
        (0..199).map(|n| format!("    value{n} = compute('text', {n})\n")).collect();
    session.keys(&format!("\x1b[200~def block():\n{block}    \x1b[201~"));
    session.wait("the block", |screen| screen.contains("value198"));
    let busy = session.processor_time();
    for column in 9..59 {
        session.keys("x");
        session.wait_for("the key", |screen| screen.cursor_position().1 == column);
    }
    let busy = (session.processor_time() - busy) / 50;
    // A benchmark measures it; this build is slow, and the machine may be.
    assert!(busy.as_millis() < 10, "{busy:?} for each key");
}

#[test]
fn ctrl_l_clears_the_screen() {
    let mut session = Setup::new("clear").start();
    session.enter("'something'");
    session.shows("'something'");
    session.keys("abc\x0c");
    session.wait("an empty screen", |screen| screen == ">>> abc");
}

#[test]
fn pasted_scripts_are_run_as_they_are() {
    let mut session = Setup::new("paste").start();
    let script = "def f():\r\n  return 1\r\n\r\nprint(f())\r\nif f():\r\n\tprint('two')\r\n";
    session.keys(&format!("\x1b[200~{script}\x1b[201~\r"));
    session.shows("\n1\ntwo\n");
}

#[test]
fn ten_thousand_lines_can_be_pasted() {
    let mut session = Setup::new("much").start();
    let lines: Vec<String> = (0..5000)
        .flat_map(|n| {
            [format!("def f{n}(x): return [x + {n}, 'text {n}']"), format!("v{n} = f{n}({n})")]
        })
        .collect();
    let script = lines.join("\n");
    session.keys(&format!("\x1b[200~{script}\x1b[201~\rprint(v4999[0])\r"));
    session.shows("\n9998\n");
}

#[test]
fn more_than_can_be_edited_is_run_all_the_same() {
    let mut session = Setup::new("too_much").start();
    let lines: String = (0..70_000).map(|n| format!("y = {n}\n")).collect();
    session.keys(&format!("\x1b[200~{lines}\x1b[201~"));
    session.wait("the prompt", |screen| screen.ends_with(">>>"));
    session.enter("y");
    session.shows("\n69999\n");
}

#[test]
fn the_history_lasts() {
    let setup = Setup::new("history");
    let file = setup.folder().join("kept");
    let kept = file.display().to_string();
    let mut session = setup.variable("PYTHON_HISTORY", &kept).start();
    for line in ["first = 1", "second = 2", "first = 1"] {
        session.enter(line);
        session.shows(line);
        session.keys("\x0c");
        session.wait("an empty screen", |screen| screen == ">>>");
    }
    session.keys("if first:\rsecond\r\r");
    session.shows("\n2\n");
    session.keys("\x04");
    assert_eq!(session.exit(), 0);
    let text = fs::read_to_string(&file).expect("a history");
    assert_eq!(text, "first = 1\nsecond = 2\nfirst = 1\nif first:\r\n    second\n");
    drop(session);
    let setup = Setup::new("history_again");
    let file = setup.folder().join("kept");
    fs::write(&file, &text).expect("a history");
    let kept = file.display().to_string();
    let mut session = setup.variable("PYTHON_HISTORY", &kept).start();
    session.keys("\x1b[A");
    session.wait("the last block", |screen| screen == ">>> if first:\n...     second");
    session.keys("\x1b[A\x1b[A");
    session.wait("the one before", |screen| screen == ">>> first = 1");
    // Nothing is there twice.
    session.keys("\x1b[A");
    session.wait("the one before that", |screen| screen == ">>> second = 2");
    session.keys("\x03");
    session.shows("KeyboardInterrupt");
    session.keys("\x0csec");
    session.wait("a beginning", |screen| screen == ">>> sec");
    // Page Up searches for what begins so.
    session.keys("\x1b[5~");
    session.wait("what begins so", |screen| screen == ">>> second = 2");
    session.keys("\x03");
    session.shows("KeyboardInterrupt");
    session.keys("\x12fir");
    session.wait("a search", |screen| screen.contains("(reverse-i-search)`fir': "));
    snapshot::matches(&mut session, "search");
    session.keys("\x12\x05\r");
    session.shows("first = 1");
}

#[test]
fn keys_as_in_vi() {
    let mut session = Setup::new("vi").option("-Xediting=vi").start();
    session.keys("print('one two')");
    session.wait("the line", |screen| screen.ends_with("two')"));
    session.keys("\x1b");
    session.wait_for("one back", |screen| screen.cursor_position() == (0, 19));
    session.keys("bbcwthree");
    session.wait("another word", |screen| screen.contains("print('one three')"));
    session.keys("\r");
    session.shows("\none three\n");
    session.enter(":emacs");
    session.shows(":emacs");
    session.keys("abc\x01x");
    session.wait("keys of Emacs", |screen| screen.ends_with(">>> xabc"));
}

#[test]
fn the_keys_are_those_of_the_users_settings() {
    let setup = Setup::new("inputrc");
    fs::write(setup.folder().join(".inputrc"), "set bell-style none\nset editing-mode vi\n")
        .expect("a file");
    let mut session = setup.start();
    session.keys("ab");
    session.wait("the text", |screen| screen.ends_with("ab"));
    session.keys("\x1b");
    session.wait_for("one back", |screen| screen.cursor_position() == (0, 5));
    session.keys("x");
    session.wait("one less", |screen| screen == ">>> a");
}

#[test]
fn undo_and_the_kill_ring() {
    let mut session = Setup::new("undo").start();
    session.keys("one two three");
    session.wait("the text", |screen| screen.ends_with("three"));
    session.keys("\x17");
    session.wait("a word less", |screen| screen == ">>> one two");
    session.keys("\x01\x19");
    session.wait("the word elsewhere", |screen| screen == ">>> threeone two");
    session.keys("\x1f");
    session.wait("as before", |screen| screen == ">>> one two");
}

#[test]
fn documented_dialogues_can_be_typed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("examples")
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "repl"))
        .collect();
    files.sort();
    let mut session = Setup::new("dialogues").size(200, 100).start();
    for file in files {
        let text = fs::read_to_string(&file).expect("a dialogue");
        let mut lines = text.lines().filter(|line| !line.is_empty()).peekable();
        while let Some(line) = lines.next() {
            let Some(typed) = line.strip_prefix(">>> ") else { continue };
            let mut block = typed.to_owned();
            while let Some(more) = lines.peek().and_then(|line| line.strip_prefix("... ")) {
                block += &format!("\n{more}");
                lines.next();
            }
            let end = if block.contains('\n') { "\r\r" } else { "\r" };
            session.keys(&format!("\x1b[200~{block}\x1b[201~{end}"));
            let mut shown = String::new();
            while let Some(output) = lines.next_if(|line| !line.starts_with(">>> ")) {
                shown += &format!("{output}\n");
            }
            // Addresses differ.
            let shown = shown.split(" at 0x").next().unwrap_or("").to_owned();
            session.shows(&format!("\n{shown}"));
        }
    }
}

#[test]
fn a_try_within_a_block_goes_on() {
    let mut session = Setup::new("inner_try").start();
    session.keys("if True:\rtry:\r1 / 0\r\x7fexcept ZeroDivisionError: 'caught'\r\r");
    session
        .shows("\n...     try:\n...         1 / 0\n...     except ZeroDivisionError: 'caught'\n");
    session.wait("the value", |screen| screen.contains("\n'caught'\n>>>"));
}
