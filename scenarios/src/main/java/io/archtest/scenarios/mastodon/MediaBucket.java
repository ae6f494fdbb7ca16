package io.archtest.scenarios.mastodon;

import io.archtest.check.SystemUnderTest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The bucket that a component was told to use by Mastodon's {@code S3_} and {@code AWS_} variables, asked with that
 * component's own keys at the endpoint that it was given. For checks of any scenario with such a component, and for tests.
 * Every question blocks; whoever opens it closes it.
 */
public final class MediaBucket implements AutoCloseable {
    private static final String WEB = "web";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String component;
    private final String name;
    private final String prefix;
    private final String alias;
    private final S3Client client;

    private MediaBucket(String component, String name, String prefix, String alias, S3Client client) {
        this.component = component;
        this.name = name;
        this.prefix = prefix;
        this.alias = alias;
        this.client = client;
    }

    /** The bucket or its keys aren't what web believes; the message says which. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        private final String meaning;

        Unusable(String meaning, Throwable cause) {
            super(meaning, cause);
            this.meaning = meaning;
        }

        public String meaning() {
            return meaning;
        }
    }

    /** The name of the bucket, when web was given one, whether it uses it or not. */
    static Optional<String> wanted(SystemUnderTest system) {
        return variable(system, WEB, "S3_BUCKET");
    }

    static MediaBucket of(SystemUnderTest system) {
        return of(system, WEB);
    }

    /**
     * Of that component, which must have {@code S3_BUCKET} and {@code S3_ENDPOINT}. Asks nothing yet.
     *
     * @throws IllegalStateException when it hasn't
     */
    public static MediaBucket of(SystemUnderTest system, String component) {
        URI endpoint = endpoint(system, component);
        double slowness = system.components().contains(endpoint.getHost()) ? system.slowness(endpoint.getHost()) : 1;
        Duration limit = Duration.ofMillis(Math.round(LIMIT.toMillis() * slowness));
        S3Client client = S3Client.builder()
                .endpointOverride(reached(system, endpoint))
                .forcePathStyle(true)
                .region(Region.of(variable(system, component, "S3_REGION").orElse("us-east-1")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        variable(system, component, "AWS_ACCESS_KEY_ID").orElse("none"),
                        variable(system, component, "AWS_SECRET_ACCESS_KEY").orElse("none"))))
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(settings -> settings.retryStrategy(RetryMode.STANDARD))
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(limit)
                        .socketTimeout(limit)
                        .build())
                .build();
        return new MediaBucket(
                component,
                variable(system, component, "S3_BUCKET")
                        .orElseThrow(() ->
                                new IllegalStateException("component '%s' has no S3_BUCKET".formatted(component))),
                variable(system, component, "S3_KEY_PREFIX")
                        .map(text -> text + "/")
                        .orElse(""),
                variable(system, component, "S3_ALIAS_HOST").orElse(""),
                client);
    }

    private static Optional<String> variable(SystemUnderTest system, String component, String name) {
        return system.environment(component, name).filter(text -> !text.isBlank());
    }

    /** The S3 API as web knows it. */
    static URI endpoint(SystemUnderTest system) {
        return endpoint(system, WEB);
    }

    private static URI endpoint(SystemUnderTest system, String component) {
        return URI.create(variable(system, component, "S3_ENDPOINT")
                .orElseThrow(
                        () -> new IllegalStateException("component '%s' has no S3_ENDPOINT".formatted(component))));
    }

    /** The same as this host knows it: a component by its published port, anything else by its own name. */
    private static URI reached(SystemUnderTest system, URI endpoint) {
        if (!system.components().contains(endpoint.getHost())) {
            return endpoint;
        }
        int port = endpoint.getPort() > 0
                ? endpoint.getPort()
                : endpoint.getScheme().equals("https") ? 443 : 80;
        return URI.create("%s://%s".formatted(endpoint.getScheme(), system.endpoint(endpoint.getHost(), port)));
    }

    public String name() {
        return name;
    }

    /** The key of what a URL names; {@code S3_ALIAS_HOST} may have a path, which is no part of it. */
    public String key(URI url) {
        String place = url.getHost() + url.getPath();
        String path = place.startsWith(alias + "/")
                ? place.substring(alias.length() + 1)
                : url.getPath().substring(1);
        return path.startsWith(prefix) ? path : prefix + path;
    }

    /** The size of an object in bytes; nothing when it isn't there. */
    public Optional<Long> size(String key) throws Unusable {
        usable();
        try {
            return Optional.of(
                    client.headObject(request -> request.bucket(name).key(key)).contentLength());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw unusable(e);
        }
    }

    /** The content of an object. */
    public byte[] bytes(String key) throws Unusable {
        try {
            return client.getObjectAsBytes(request -> request.bucket(name).key(key))
                    .asByteArray();
        } catch (SdkException e) {
            throw unusable(e);
        }
    }

    /** Asked with a body in the answer: HEAD has none, so it can't say what is wrong. */
    private void usable() throws Unusable {
        try {
            client.listObjectsV2(request -> request.bucket(name).maxKeys(1));
        } catch (SdkException e) {
            throw unusable(e);
        }
    }

    private Unusable unusable(SdkException e) {
        String code = e instanceof S3Exception s3 && s3.awsErrorDetails() != null
                ? s3.awsErrorDetails().errorCode()
                : e.getClass().getSimpleName();
        String meaning = switch (code) {
            case "NoSuchBucket" -> "bucket '%s' does not exist".formatted(name);
            case "SignatureDoesNotMatch", "InvalidAccessKeyId", "AccessDenied" ->
                "the keys of %s are refused for bucket '%s'".formatted(component, name);
            default -> "bucket '%s' can't be asked".formatted(name);
        };
        return new Unusable("%s (%s: %s)".formatted(meaning, code, e.getMessage()), e);
    }

    @Override
    public void close() {
        client.close();
    }
}
