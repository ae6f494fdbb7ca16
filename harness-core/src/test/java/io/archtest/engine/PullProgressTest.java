package io.archtest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In the words of Docker's answers to a pull, with a clock of the test's own. */
class PullProgressTest {
    private final ObjectMapper json = new ObjectMapper();
    private final List<PullStatus> said = new ArrayList<>();
    private long now = 17;
    private final PullProgress progress = new PullProgress(said::add, () -> now);

    @Test
    void layersAndBytesAreCounted() throws IOException {
        says("{'status':'Pulling from library/nginx','id':'1.30'}");
        says("{'status':'Already exists','progressDetail':{},'id':'aaaa'}");
        says("{'status':'Pulling fs layer','progressDetail':{},'id':'bbbb'}");
        says("{'status':'Pulling fs layer','progressDetail':{},'id':'cccc'}");
        says("{'status':'Downloading','progressDetail':{'current':10,'total':100},'id':'bbbb'}");
        says("{'status':'Downloading','progressDetail':{'current':50,'total':900},'id':'cccc'}");

        assertThat(last()).isEqualTo(new PullStatus("cccc: Downloading", 3, 1, 60, 1000));

        says("{'status':'Download complete','progressDetail':{},'id':'bbbb'}");
        assertThat(last()).isEqualTo(new PullStatus("bbbb: Download complete", 3, 1, 150, 1000));
        says("{'status':'Extracting','progressDetail':{'current':3,'total':100},'id':'bbbb'}");
        says("{'status':'Pull complete','progressDetail':{},'id':'bbbb'}");
        assertThat(last()).isEqualTo(new PullStatus("bbbb: Pull complete", 3, 2, 150, 1000));
        assertThat(progress.lastLine()).isEqualTo("bbbb: Pull complete");
        assertThat(progress.error()).isEmpty();
    }

    @Test
    void bytesAreSaidOnceASecond() throws IOException {
        says("{'status':'Downloading','progressDetail':{'current':1,'total':100},'id':'bbbb'}");
        says("{'status':'Downloading','progressDetail':{'current':2,'total':100},'id':'bbbb'}");
        now += Duration.ofMillis(999).toNanos();
        says("{'status':'Downloading','progressDetail':{'current':3,'total':100},'id':'bbbb'}");
        assertThat(said).hasSize(1);

        now += Duration.ofMillis(1).toNanos();
        says("{'status':'Downloading','progressDetail':{'current':4,'total':100},'id':'bbbb'}");

        assertThat(said).hasSize(2);
        assertThat(last().bytes()).isEqualTo(4);
    }

    /** Some registries don't say how large a layer is; nothing is made up then. */
    @Test
    void whatIsNotKnownIsNotCounted() throws IOException {
        says("{'status':'Downloading','progressDetail':{'current':70,'total':-1},'id':'bbbb'}");
        says("{'status':'Verifying Checksum','id':'bbbb'}");
        says("{'status':'Status: Downloaded newer image for nginx:1.30'}");

        assertThat(last()).isEqualTo(new PullStatus("Status: Downloaded newer image for nginx:1.30", 1, 0, 0, 0));
    }

    @Test
    void anErrorIsKeptAndSilenceMeasured() throws IOException {
        now += Duration.ofSeconds(3).toNanos();
        assertThat(progress.silent()).isEqualTo(Duration.ofSeconds(3));

        says("{'errorDetail':{'message':'toomanyrequests'},'error':'toomanyrequests'}");

        assertThat(progress.error()).isEqualTo("toomanyrequests");
        assertThat(progress.silent()).isZero();
        assertThat(said).isEmpty();
    }

    private PullStatus last() {
        return said.get(said.size() - 1);
    }

    private void says(String line) throws IOException {
        progress.onNext(json.readValue(line.replace('\'', '"'), PullResponseItem.class));
    }
}
