/** Talks to one Docker daemon; the only package that sees docker-java. May use model. */
@NullMarked
package io.archtest.engine;

import org.jspecify.annotations.NullMarked;
