import { Observable, type ConfigurationOptions } from "@kubernetes/client-node";

/** For a call that ends when the signal is aborted: the client itself waits for an answer for ever. */
export const until = (signal: AbortSignal): ConfigurationOptions => ({
  middleware: [
    {
      pre: (request) => {
        request.setSignal(signal);
        return new Observable(Promise.resolve(request));
      },
      post: (response) => new Observable(Promise.resolve(response)),
    },
  ],
});
