/**
 * For projects that use Testcontainers 2: its wait strategies, files and {@code Startable} with components of a stack. Its
 * library is an optional dependency, and nothing else in archtest knows it.
 */
@org.jspecify.annotations.NullMarked
package io.archtest.testcontainers;
