// node:http server + undici client, bytes through. MODE=request|stream|dispatch
import http from 'node:http';
import { Pool } from 'undici';
const up = process.env.UPSTREAM,
  MODE = process.env.MODE ?? 'dispatch';
const pool = new Pool(up, {
  connections: null,
  pipelining: 1,
  keepAliveTimeout: 60000,
  bodyTimeout: 0,
  headersTimeout: 0,
});
const host = new URL(up).host;
function hdrs(h) {
  const o = { ...h };
  delete o.host;
  delete o.connection;
  delete o['keep-alive'];
  delete o['content-length'];
  delete o['transfer-encoding'];
  if (h['content-length']) o['content-length'] = h['content-length'];
  return o;
}
class H {
  // dispatch handler writing straight into the response
  constructor(res) {
    this.res = res;
  }
  onRequestStart(c) {
    this.c = c;
    this.res.once('close', () => {
      if (!this.done) c.abort(new Error('client gone'));
    });
  }
  onResponseStart(c, status, headers) {
    delete headers.connection;
    delete headers['keep-alive'];
    delete headers['transfer-encoding'];
    this.res.writeHead(status, headers);
  }
  onResponseData(c, chunk) {
    if (!this.res.write(chunk)) {
      c.pause();
      this.res.once('drain', () => c.resume());
    }
  }
  onResponseEnd() {
    this.done = true;
    this.res.end();
  }
  onResponseError(c, e) {
    this.done = true;
    if (this.res.headersSent) this.res.destroy();
    else this.res.writeHead(502).end();
  }
}
const server = http.createServer(async (req, res) => {
  if (MODE === 'dispatch' || MODE === 'dispatch-buf') {
    let body = null;
    if (MODE === 'dispatch-buf') {
      const bufs = [];
      req.on('data', (d) => bufs.push(d));
      req.on('end', () => {
        pool.dispatch(
          {
            path: req.url,
            method: req.method,
            headers: hdrs(req.headers),
            body: bufs.length === 1 ? bufs[0] : Buffer.concat(bufs),
          },
          new H(res),
        );
      });
      return;
    }
    pool.dispatch(
      {
        path: req.url,
        method: req.method,
        headers: hdrs(req.headers),
        body: req.method === 'GET' ? null : req,
      },
      new H(res),
    );
    return;
  }
  try {
    if (MODE === 'request') {
      const r = await pool.request({
        path: req.url,
        method: req.method,
        headers: hdrs(req.headers),
        body: req.method === 'GET' ? null : req,
      });
      delete r.headers['transfer-encoding'];
      res.writeHead(r.statusCode, r.headers);
      r.body.pipe(res);
    } else {
      await pool.stream(
        {
          path: req.url,
          method: req.method,
          headers: hdrs(req.headers),
          body: req.method === 'GET' ? null : req,
        },
        ({ statusCode, headers }) => {
          delete headers['transfer-encoding'];
          res.writeHead(statusCode, headers);
          return res;
        },
      );
    }
  } catch (e) {
    if (!res.headersSent) res.writeHead(502).end(String(e));
    else res.destroy();
  }
});
server.keepAliveTimeout = 300000;
server.listen(Number(process.env.PORT), '127.0.0.1');
