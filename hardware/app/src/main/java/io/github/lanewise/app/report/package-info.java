/**
 * What commands write: JSON files, tables, poses, and pages with charts and the numbers behind them.
 *
 * <p>{@link HtmlPage} first, then {@link Chart}; a page is one file that needs no other. Uses {@code console}, the
 * kernel's {@code data} and Jackson, and no command.
 */
package io.github.lanewise.app.report;
