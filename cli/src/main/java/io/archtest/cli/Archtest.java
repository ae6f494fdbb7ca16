package io.archtest.cli;

import io.archtest.matrix.MatrixFormat;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.UnsupportedHostException;
import io.archtest.profile.ProfileException;
import java.time.Clock;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The whole program for given streams and environment, so that a test can run it in-process. */
final class Archtest {
    private final Surroundings surroundings;

    Archtest(Surroundings surroundings) {
        this.surroundings = surroundings.discreet();
    }

    /** The command without arguments. */
    @Command(
            name = "archtest",
            description = "Proves that a multi-container stack works across CPU architectures.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            synopsisSubcommandLabel = "COMMAND",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:all checks passed",
                " 1:a check failed, or something is slower and --fail-on-slower was given",
                " 2:wrong usage or invalid scenario",
                " 3:the environment could not be started",
                " 4:this host can't run it; nothing was started",
                "70:a bug in archtest",
                "130:interrupted; everything was removed"
            })
    static final class Root {}

    /** Runs one command line and returns its exit code. */
    int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    private CommandLine commandLine() {
        CommandLine root = new CommandLine(new Root());
        root.addSubcommand("run", new RunCommand(surroundings));
        root.addSubcommand("up", new UpCommand(surroundings));
        root.addSubcommand("down", new DownCommand(surroundings));
        root.addSubcommand(KeepCommand.NAME, new KeepCommand(surroundings));
        root.addSubcommand("logs", new LogsCommand(surroundings));
        root.addSubcommand("shell", new ShellCommand(surroundings));
        root.addSubcommand("completion", new CompletionCommand(surroundings));
        root.addSubcommand("plan", new PlanCommand(surroundings));
        root.addSubcommand("lint", new LintCommand(surroundings));
        root.addSubcommand("schema", new SchemaCommand(surroundings));
        root.addSubcommand("init", new InitCommand(surroundings));
        root.addSubcommand("config", new ConfigCommand(surroundings));
        root.addSubcommand("matrix", new MatrixCommand(surroundings, Clock.systemUTC()));
        root.addSubcommand("list", new ListCommand(surroundings));
        root.addSubcommand("doctor", new DoctorCommand(surroundings));
        root.addSubcommand("setup", new SetupCommand(surroundings));
        root.addSubcommand("profiles", new ProfilesCommand(surroundings));
        root.addSubcommand("report", new ReportCommand(surroundings));
        root.addSubcommand("compare", new CompareCommand(surroundings));
        root.addSubcommand("clean", new CleanCommand(surroundings));
        root.setOut(surroundings.out());
        root.setErr(surroundings.err());
        root.registerConverter(Architecture.class, converter(Architecture::parse));
        root.registerConverter(ComponentName.class, converter(ComponentName::of));
        root.registerConverter(MatrixFormat.class, converter(MatrixFormat::parse));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setParameterExceptionHandler(this::wrongUsage);
        root.setExecutionExceptionHandler((exception, command, parsed) -> failed(exception));
        root.setColorScheme(CommandLine.Help.defaultColorScheme(
                surroundings.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        return root;
    }

    /** Else picocli would print the exception's class name instead of its message. */
    static <T> ITypeConverter<T> converter(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (InvalidRequestException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    private int wrongUsage(ParameterException exception, String[] arguments) {
        WrongUsage usage = new WrongUsage(exception);
        surroundings.err().println(InertWriter.inert("archtest: " + usage.message()));
        surroundings.err().println(InertWriter.inert(usage.advice()));
        return ExitCode.USAGE;
    }

    private int failed(Exception exception) {
        if (exception instanceof ArchtestException known) {
            // messages quote what containers said
            surroundings
                    .err()
                    .println("archtest: "
                            + InertWriter.inert(
                                    surroundings.discretion().known().of(known.getMessage())));
            if (known instanceof InvalidRequestException) {
                return ExitCode.USAGE;
            }
            boolean unfit = known instanceof UnsupportedHostException
                    || (known instanceof ProfileException failure
                            && failure.reason().unfitHost());
            return unfit ? ExitCode.UNSUPPORTED_HOST : ExitCode.NOT_STARTED;
        }
        surroundings.err().println("archtest: this is a bug in archtest; please report it with the lines below");
        exception.printStackTrace(surroundings.err());
        return ExitCode.BUG;
    }
}
