//! A folder for one test, gone when the test is.

use std::path::PathBuf;

pub struct Folder {
    pub path: PathBuf,
}

impl Folder {
    /// `name` is the test's own; the process keeps runs apart.
    pub fn with(name: &str, files: &[(&str, &str)]) -> Folder {
        let path = std::env::temp_dir().join(format!("ai-band-xtask-{}-{name}", std::process::id()));
        let folder = Folder { path };
        std::fs::create_dir_all(&folder.path).unwrap();
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn read(&self, name: &str) -> Option<String> {
        std::fs::read_to_string(self.path.join(name)).ok()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}
