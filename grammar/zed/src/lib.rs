use zed_extension_api::{self as zed, LanguageServerId, Result};

struct ModelfileExtension;

impl zed::Extension for ModelfileExtension {
    fn new() -> Self {
        Self
    }

    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &zed::Worktree) -> Result<zed::Command> {
        let command = worktree.which("mf").ok_or("mf is not on the PATH")?;
        Ok(zed::Command { command, args: vec!["lsp".into()], env: worktree.shell_env() })
    }
}

zed::register_extension!(ModelfileExtension);
