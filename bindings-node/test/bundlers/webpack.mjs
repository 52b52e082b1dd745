// webpack's own command line is another package.
import webpack from 'webpack';
import config from './webpack.config.cjs';
webpack(config, (error, stats) => {
  console.log(error ?? stats.toString('errors-warnings'));
  process.exitCode = error || stats.hasErrors() ? 1 : 0;
});
