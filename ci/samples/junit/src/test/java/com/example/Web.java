package com.example;

import io.archtest.junit.ComponentUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What an application's own client would be. */
final class Web {
    private Web() {}

    static String page(ComponentUnderTest server) throws IOException, InterruptedException {
        return page("http://" + server.endpoint());
    }

    static String page(String address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
