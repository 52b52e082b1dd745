module.exports = {
  mode: 'production',
  target: 'node',
  entry: './till.cjs',
  output: { filename: 'till.cjs' },
  module: { rules: [{ test: /\.node$/, loader: 'node-loader' }] },
};
