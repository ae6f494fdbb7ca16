'use strict';

// An answer that is the client's doing: a status and a message it may read.
class ClientError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// What to tell the client about any error: details of the server's own ones stay in the log.
function publicView(error) {
  if (error instanceof ClientError) return { status: error.status, message: error.message };
  return { status: 500, message: 'An unexpected error occurred' };
}

module.exports = { ClientError, publicView };
