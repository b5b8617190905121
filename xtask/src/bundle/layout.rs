//! Which file goes where in a bundle, on each operating system.

use std::path::PathBuf;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Clap,
    Vst3,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Os {
    Linux,
    Mac,
    Windows,
}

/// All paths are seen from the folder that holds the bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    pub format: Format,
    /// What a person copies.
    pub bundle: PathBuf,
    /// The code in it; the same path where the bundle is one file.
    pub binary: PathBuf,
    /// What else is in it.
    pub texts: Vec<(PathBuf, String)>,
}

impl Format {
    pub const ALL: [Format; 2] = [Format::Clap, Format::Vst3];

    pub fn extension(self) -> &'static str {
        match self {
            Format::Clap => "clap",
            Format::Vst3 => "vst3",
        }
    }
}

impl Os {
    /// What is neither macOS nor Windows is laid out as on Linux.
    pub fn here() -> Os {
        if cfg!(target_os = "macos") {
            Os::Mac
        } else if cfg!(windows) {
            Os::Windows
        } else {
            Os::Linux
        }
    }
}

impl Layout {
    pub fn of(os: Os, format: Format, name: &str, architecture: &str) -> Layout {
        let bundle = PathBuf::from(format!("{name}.{}", format.extension()));
        let contents = bundle.join("Contents");
        let (binary, texts) = match (os, format) {
            (Os::Linux | Os::Windows, Format::Clap) => (bundle.clone(), Vec::new()),
            (Os::Linux, Format::Vst3) => {
                (contents.join(format!("{architecture}-linux")).join(format!("{name}.so")), Vec::new())
            }
            (Os::Windows, Format::Vst3) => {
                (contents.join(format!("{architecture}-win")).join(format!("{name}.vst3")), Vec::new())
            }
            (Os::Mac, Format::Clap | Format::Vst3) => {
                let texts = vec![
                    (contents.join("Info.plist"), info(name, format)),
                    (contents.join("PkgInfo"), "BNDL????".to_owned()),
                ];
                (contents.join("MacOS").join(name), texts)
            }
        };
        Layout { format, bundle, binary, texts }
    }
}

/// What the Finder and hosts on macOS read first.
fn info(name: &str, format: Format) -> String {
    let identifier = format!("org.ai-band.{}.{}", name.replace(' ', "-").to_lowercase(), format.extension());
    let version = env!("CARGO_PKG_VERSION");
    let entries = [
        ("CFBundleDevelopmentRegion", "en"),
        ("CFBundleExecutable", name),
        ("CFBundleIdentifier", &identifier),
        ("CFBundleInfoDictionaryVersion", "6.0"),
        ("CFBundleName", name),
        ("CFBundlePackageType", "BNDL"),
        ("CFBundleShortVersionString", version),
        ("CFBundleSignature", "????"),
        ("CFBundleVersion", version),
    ];
    let lines: String = entries
        .iter()
        .map(|(key, value)| format!("  <key>{key}</key>\n  <string>{value}</string>\n"))
        .collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
{lines}  <key>NSHighResolutionCapable</key>
  <true/>
</dict>
</plist>
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_system_finds_its_code_where_it_looks() {
        let table = [
            (Os::Linux, Format::Clap, "B.clap", "B.clap"),
            (Os::Linux, Format::Vst3, "B.vst3", "B.vst3/Contents/x86_64-linux/B.so"),
            (Os::Windows, Format::Clap, "B.clap", "B.clap"),
            (Os::Windows, Format::Vst3, "B.vst3", "B.vst3/Contents/x86_64-win/B.vst3"),
            (Os::Mac, Format::Clap, "B.clap", "B.clap/Contents/MacOS/B"),
            (Os::Mac, Format::Vst3, "B.vst3", "B.vst3/Contents/MacOS/B"),
        ];
        for (os, format, bundle, binary) in table {
            let layout = Layout::of(os, format, "B", "x86_64");
            assert_eq!(layout.bundle, PathBuf::from(bundle), "{os:?} {format:?}");
            assert_eq!(layout.binary, PathBuf::from(binary), "{os:?} {format:?}");
            assert_eq!(layout.texts.is_empty(), os != Os::Mac);
        }
    }

    #[test]
    fn the_mac_is_told_which_file_is_the_code() {
        let layout = Layout::of(Os::Mac, Format::Vst3, "AI Band", "aarch64");
        let names: Vec<String> = layout.texts.iter().map(|(path, _)| path.display().to_string()).collect();
        assert_eq!(names, ["AI Band.vst3/Contents/Info.plist", "AI Band.vst3/Contents/PkgInfo"]);
        let (info, package) = (&layout.texts[0].1, &layout.texts[1].1);
        for words in [
            "<key>CFBundleExecutable</key>\n  <string>AI Band</string>",
            "<string>org.ai-band.ai-band.vst3</string>",
            "<string>BNDL</string>",
        ] {
            assert!(info.contains(words), "{words} in {info}");
        }
        assert_eq!(package, "BNDL????");
    }
}
