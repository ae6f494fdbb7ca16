package io.archtest.report;

/**
 * A placement that was planned and not begun any more: nothing is known of it.
 *
 * @param reason such as which run ended it
 * @param reproduce the command that runs it
 */
public record NotRun(Report.Placement placement, String reason, String reproduce) {}
