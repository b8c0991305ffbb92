import { request as requestPlain, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestSecure } from 'node:https'
import { configureRequestOptions, configureRequestUrl, HttpExecutor, type DownloadOptions } from 'builder-util-runtime'
import { LastlayerError } from '../../../shared/errors.ts'
import type { Contacts } from '../../host/hub/requests.ts'

const ownMachine = ['127.0.0.1', 'localhost', '::1', '[::1]']

/**
 * How electron-updater asks: through Node, for Chromium's way to a network is closed, each request noted among the
 * contacts, and without the number by which it would know this installation again.
 */
export class UpdateRequests extends HttpExecutor<ClientRequest> {
  constructor(private readonly contacts: Contacts) {
    super()
  }

  /** What electron-updater calls for a file; its digest is checked as it comes. */
  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise((resolve, reject, onCancel) => {
      const request: RequestOptions = { headers: options.headers ?? {} }
      configureRequestUrl(url, request)
      configureRequestOptions(request)
      // It is called with null or with nothing where all went well.
      const callback = (error?: Error | null): void => (error ? reject(error) : resolve(destination))
      this.doDownload(request, { destination, options, onCancel, callback, responseHandler: null }, 0)
    })
  }

  override createRequest(options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest {
    const { protocol = 'https:', hostname, port } = options
    const host = port ? `${hostname}:${port}` : `${hostname}`
    if (protocol !== 'https:' && !ownMachine.includes(`${hostname}`)) {
      throw new LastlayerError('network', `${host} has no encryption: updates come by https alone.`)
    }
    const contact = this.contacts.note(host, 'an update of Lastlayer')
    const headers = Object.entries({ ...options.headers }).filter(([name]) => name !== 'x-user-staging-id')
    const send = protocol === 'https:' ? requestSecure : requestPlain
    const request = send({ ...options, protocol, headers: Object.fromEntries(headers) }, (response) => {
      contact.status = response.statusCode ?? null
      response.on('data', (chunk: Buffer | string) => (contact.bytes += Buffer.byteLength(chunk)))
      // A connection that breaks off while the body comes is told of by the body alone.
      response.on('error', (error) => request.emit('error', error))
      onResponse(response)
    })
    return request
  }
}
