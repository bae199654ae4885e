import VyaCommands

exitProcess(EntryPoint.run(CommandLine.arguments))
