import type { Command, Option } from "commander";
import { MfError } from "../../base/errors.js";
import type { CommandContext } from "../commandContext.js";

export function defineCompletion(command: Command, context: CommandContext): void {
  command
    .argument("<shell>", "bash, zsh or fish")
    .addHelpText(
      "after",
      `
Examples:
  mf completion bash > ~/.local/share/bash-completion/completions/mf
  mf completion zsh > "\${fpath[1]}/_mf"
  mf completion fish > ~/.config/fish/completions/mf.fish`,
    )
    .action(async (shell: string) => {
      context.io.stdout.write(printCompletion(shell, await context.loadProgram()));
    });
}

interface Entry {
  readonly path: readonly string[];
  readonly summary: string;
  readonly options: readonly { flag: string; summary: string; values: readonly string[] }[];
  readonly children: readonly { name: string; summary: string }[];
}

function printCompletion(shell: string, program: Command): string {
  const entries = entriesOf(program, []);
  switch (shell) {
    case "bash":
      return printBash(entries);
    case "zsh":
      return printZsh(entries);
    case "fish":
      return printFish(entries);
    default:
      throw new MfError("MF_E_USAGE", `no completion for "${shell}"`, {
        hint: "There is one for bash, zsh and fish.",
      });
  }
}

function entriesOf(command: Command, path: readonly string[]): Entry[] {
  const visible = command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name() !== "help");
  const options: readonly Option[] = [
    ...command.createHelp().visibleOptions(command),
    ...(path.length > 0 ? command.createHelp().visibleGlobalOptions(command) : []),
  ];
  const entry: Entry = {
    path,
    summary: command.summary() || command.description(),
    options: options.map((option) => ({
      flag: option.long ?? option.short ?? "",
      summary: option.description,
      values: option.argChoices ?? [],
    })),
    children: visible.map((one) => ({ name: one.name(), summary: one.summary() || one.description() })),
  };
  return [entry, ...visible.flatMap((one) => entriesOf(one, [...path, one.name()]))];
}

function wordsOf({ children, options }: Entry): string {
  return [...children.map(({ name }) => name), ...options.map(({ flag }) => flag)].join(" ");
}

function printBash(entries: readonly Entry[]): string {
  const cases = entries
    .map((entry) => `    "${entry.path.join(" ")}") words="${wordsOf(entry)}" ;;`)
    .join("\n");
  const names = entries.filter(({ path }) => path.length > 0).map(({ path }) => `"${path.join(" ")}"`);
  return `# bash completion for mf
_mf() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" path="" word words
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
      ${names.join("|")}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${cases}
  esac
  if [[ $cur == -* || -z $path ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$cur") $(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _mf mf
`;
}

function printZsh(entries: readonly Entry[]): string {
  const quote = (text: string): string => text.replace(/'/g, "'\\''").replace(/[[\]:]/g, "\\$&");
  const functions = entries.map((entry) => {
    const options = entry.options.map(({ flag, summary, values }) => {
      const choice = values.length > 0 ? `:value:(${values.join(" ")})` : "";
      return `    '${flag}[${quote(summary)}]${choice}'`;
    });
    const children = entry.children.map(({ name, summary }) => `      '${name}:${quote(summary)}'`);
    const name = ["_mf", ...entry.path].join("_");
    if (children.length === 0)
      return `${name}() {\n  _arguments \\\n${options.join(" \\\n")} \\\n    '*:file:_files'\n}`;
    return `${name}() {
  local -a commands=(
${children.join("\n")}
  )
  _arguments -C \\
${options.join(" \\\n")} \\
    '1:command:->command' '*::argument:->rest'
  case $state in
    command) _describe command commands ;;
    rest) (( $+functions[${name}_$words[1]] )) && ${name}_$words[1] ;;
  esac
}`;
  });
  return `#compdef mf\n# zsh completion for mf\n${functions.join("\n\n")}\n\n_mf "$@"\n`;
}

function printFish(entries: readonly Entry[]): string {
  const quote = (text: string): string => `'${text.replace(/['\\]/g, "\\$&")}'`;
  const lines = ["# fish completion for mf"];
  for (const { path, options, children } of entries) {
    const last = path[path.length - 1];
    const when = last === undefined ? "__fish_use_subcommand" : `__fish_seen_subcommand_from ${last}`;
    for (const { name, summary } of children) {
      lines.push(`complete -c mf -n ${quote(when)} -f -a ${name} -d ${quote(summary)}`);
    }
    for (const { flag, summary, values } of options) {
      const choice = values.length > 0 ? ` -x -a ${quote(values.join(" "))}` : "";
      lines.push(
        `complete -c mf -n ${quote(when)} -l ${flag.replace(/^--/, "")} -d ${quote(summary)}${choice}`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}
