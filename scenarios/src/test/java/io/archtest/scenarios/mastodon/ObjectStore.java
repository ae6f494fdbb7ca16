package io.archtest.scenarios.mastodon;

import io.archtest.scenarios.BuiltInScenarios;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/** The S3 server of the scenario, as a process of its own on loopback, with one bucket. */
final class ObjectStore implements AutoCloseable {
    static final String BUCKET = "media";
    static final String KEY = "key";
    static final String SECRET = "secret";

    private static final Pattern LISTENING = Pattern.compile("\\{127\\.0\\.0\\.1:(\\d+)}");

    private final Process process;
    private final int port;
    private final S3Client client;

    private ObjectStore(Process process, int port, S3Client client) {
        this.process = process;
        this.port = port;
        this.client = client;
    }

    static ObjectStore start(Path folder) throws IOException, URISyntaxException {
        Path settings = Files.writeString(folder.resolve("s3proxy.conf"), """
                s3proxy.endpoint=http://127.0.0.1:0
                s3proxy.authorization=aws-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(
                        KEY, SECRET, Files.createDirectory(folder.resolve("objects"))));
        Path jar = Path.of(BuiltInScenarios.class
                .getResource("mastodon-stack/packaged/s3proxy/opt/s3proxy/s3proxy")
                .toURI());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar.toString(),
                        "--properties",
                        settings.toString())
                .redirectErrorStream(true)
                .start();
        int port = port(process.inputReader());
        S3Client client = S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        client.createBucket(request -> request.bucket(BUCKET));
        return new ObjectStore(process, port, client);
    }

    /** Reads on in the background, or the server would once wait for a reader. */
    private static int port(BufferedReader log) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            said.append(line).append('\n');
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread reader = new Thread(() -> drain(log), "s3proxy-log");
                reader.setDaemon(true);
                reader.start();
                return Integer.parseInt(listening.group(1));
            }
        }
        throw new IllegalStateException("S3Proxy did not start: " + said);
    }

    private static void drain(BufferedReader log) {
        try {
            log.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            Thread.currentThread().interrupt(); // the process has ended
        }
    }

    int port() {
        return port;
    }

    void put(String key, byte[] bytes) {
        client.putObject(
                request -> request.bucket(BUCKET).key(key).acl(ObjectCannedACL.PUBLIC_READ),
                RequestBody.fromBytes(bytes));
    }

    void delete(String key) {
        client.deleteObject(request -> request.bucket(BUCKET).key(key));
    }

    byte[] get(String key) {
        return client.getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                .asByteArray();
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        process.onExit().join();
    }
}
