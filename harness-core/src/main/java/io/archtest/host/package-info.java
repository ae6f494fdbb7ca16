/** The machine archtest itself runs on: its state folder, leased ports, processes and packages. May use model. */
@NullMarked
package io.archtest.host;

import org.jspecify.annotations.NullMarked;
