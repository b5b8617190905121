//! The watched folder: where it is, whether it may play by itself, and what became of each file.

use egui::{ComboBox, Label, RichText, ScrollArea, TextEdit, Ui};
use music::lane::Lane;

use crate::action::Action;
use crate::editor::local::{Asked, Local, Scene};
use crate::editor::look::Mark;
use crate::editor::theme::{BODY, GRID, SMALL, colour};
use crate::editor::widgets::{field, mark, plain, quiet, said, section, switch};
use crate::editor::words::{LINE_CHARS_MAX, NAME_CHARS_MAX, capital, short};
use crate::model::FileView;

const FILE_HEIGHT: f32 = 11.0 * GRID;
/// Longer paths exist nowhere.
const PATH_CHARS_MAX: usize = 4_096;

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    let folder = &scene.model.folder;
    section(ui, scene.palette, "MIDI files put here join the band");
    local.folder_path.adopt(&folder.path.to_string_lossy());
    let edit = TextEdit::singleline(&mut local.folder_path.text).char_limit(PATH_CHARS_MAX);
    let field = field(ui, scene.palette, "Folder path", edit.hint_text("Folder"));
    if field.changed() {
        local.folder_path.edited(ui.input(|input| input.time));
    }
    if field.lost_focus() {
        asked.extend(local.folder_path.at_once().map(|path| Action::FolderPath(path.into())));
    }
    ui.horizontal(|ui| {
        if switch(ui, "Watch", folder.watched, None).clicked() {
            asked.push(Action::FolderWatched(!folder.watched));
        }
        let approved = switch(ui, "Approve files", folder.approved, None);
        if approved
            .on_hover_text("Files from this folder are approved; otherwise they wait as takes")
            .clicked()
        {
            asked.push(Action::FolderApproved(!folder.approved));
        }
        if plain(ui, "Look again").clicked() {
            asked.push(Action::Rescan);
        }
    });
    let state = match (folder.is_fault, folder.watched) {
        (true, _) => Mark::Failed,
        (false, true) => Mark::Approved,
        (false, false) => Mark::Pending,
    };
    if folder.is_fault {
        mark(ui, scene.palette, state, "Cannot watch");
        said(ui, scene.palette, &folder.status);
    } else {
        mark(ui, scene.palette, state, &folder.status);
    }
    files(ui, scene, asked);
}

fn files(ui: &mut Ui, scene: &Scene<'_>, asked: &mut Asked) {
    let files = &scene.model.folder.files;
    if files.is_empty() && scene.model.folder.is_fault {
        return;
    }
    if files.is_empty() {
        said(ui, scene.palette, "No files yet. Save a MIDI file there, for example bass/riff.mid.");
        return;
    }
    ui.add_space(GRID);
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, FILE_HEIGHT, files.len(), |ui, rows| {
        for file in files.get(rows).unwrap_or(&[]) {
            ui.push_id(&file.name, |ui| row(ui, scene, file, asked));
        }
    });
}

fn row(ui: &mut Ui, scene: &Scene<'_>, file: &FileView, asked: &mut Asked) {
    ui.allocate_ui(egui::vec2(ui.available_width(), FILE_HEIGHT), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_min_height(FILE_HEIGHT);
        let name = RichText::new(&*short(&file.name, NAME_CHARS_MAX)).size(BODY);
        ui.add(Label::new(name.color(colour(scene.palette.text))).truncate());
        ui.horizontal(|ui| {
            match &file.damage {
                // Nobody can play it, so nobody is chosen, and the reason has the whole line.
                Some(why) => {
                    let words = format!("damaged: {}", short(why, LINE_CHARS_MAX));
                    mark(ui, scene.palette, Mark::Failed, &words).on_hover_text(words)
                }
                None => {
                    lane(ui, file, asked);
                    quiet(ui, scene.palette, &file.state)
                }
            };
        });
    });
}

fn lane(ui: &mut Ui, file: &FileView, asked: &mut Asked) {
    let shown = file.lane.map_or("Whose?".to_owned(), |lane| capital(lane.name()));
    let combo =
        ComboBox::from_id_salt("lane").width(22.0 * GRID).selected_text(RichText::new(shown).size(SMALL));
    combo.show_ui(ui, |ui| {
        for lane in Lane::ALL {
            if ui.selectable_label(file.lane == Some(lane), capital(lane.name())).clicked() {
                asked.push(Action::FolderLane { file: file.name.clone(), lane });
            }
        }
    });
}
