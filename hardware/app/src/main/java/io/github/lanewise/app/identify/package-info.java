/** {@code lanewise identify}: a robot's numbers from recordings of what it did. */
package io.github.lanewise.app.identify;
