#!/bin/sh
# Starts S3Proxy with the variables of its official image: S3PROXY_A_B is property s3proxy.a-b, JCLOUDS_A_B is jclouds.a.b.
set -eu
mkdir -p "$JCLOUDS_FILESYSTEM_BASEDIR"
# S3PROXY_JAVA_OPTS holds several options
# shellcheck disable=SC2086
exec java ${S3PROXY_JAVA_OPTS:-} \
  "-DLOG_LEVEL=$LOG_LEVEL" \
  "-Ds3proxy.endpoint=$S3PROXY_ENDPOINT" \
  "-Ds3proxy.authorization=$S3PROXY_AUTHORIZATION" \
  "-Ds3proxy.identity=$S3PROXY_IDENTITY" \
  "-Ds3proxy.credential=$S3PROXY_CREDENTIAL" \
  "-Djclouds.provider=$JCLOUDS_PROVIDER" \
  "-Djclouds.filesystem.basedir=$JCLOUDS_FILESYSTEM_BASEDIR" \
  -jar /opt/s3proxy/s3proxy --properties /dev/null
